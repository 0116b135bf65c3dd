using System.Buffers.Binary;
using System.Text;

namespace MLNetUNetFill.Tests.Devices;

/// <summary>libstdc++ as this process has it, and one that passes for a newer one.</summary>
internal static class NewerLibstdcxx
{
    private const string Newer = "GLIBCXX_3.4.32", Unused = "GLIBCXX_3.4.28";

    /// <summary>Whether the system's libstdc++ has the version that TorchSharp's library asks for.</summary>
    public static bool IsInstalled => File.ReadAllBytes(Installed()).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Newer + "\0")) >= 0;

    /// <summary>Writes a libstdc++.so.6 that has the newer version: it gives that name to one that no library here asks for.</summary>
    public static void Write(string folder)
    {
        var library = File.ReadAllBytes(Installed());
        Replace(library, Encoding.ASCII.GetBytes($"\0{Unused}\0"), Encoding.ASCII.GetBytes($"\0{Newer}\0"));
        Replace(library, Hash(Unused), Hash(Newer));
        File.WriteAllBytes(Path.Combine(folder, "libstdc++.so.6"), library);
    }

    private static string Installed() => File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
        .First(path => Path.GetFileName(path).StartsWith("libstdc++.so.6", StringComparison.Ordinal));

    private static void Replace(Span<byte> library, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        Assert.Equal(1, library.Count(old));
        replacement.CopyTo(library[library.IndexOf(old)..]);
    }

    /// <summary>The hash that stands beside the name of a version (System V ABI, <c>elf_hash</c>).</summary>
    private static byte[] Hash(string version)
    {
        uint hash = 0;
        foreach (var character in version)
        {
            hash = (hash << 4) + character;
            hash = (hash ^ ((hash & 0xf0000000) >> 24)) & 0x0fffffff;
        }
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, hash);
        return bytes;
    }
}
