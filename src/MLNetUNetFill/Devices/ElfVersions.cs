using System.Buffers.Binary;
using System.Text;

namespace MLNetUNetFill.Devices;

/// <summary>Symbol versions that a 64-bit little-endian ELF library requires of others (System V ABI; Linux Standard Base, sections
/// <c>.gnu.version</c> and <c>.gnu.version_r</c>).</summary>
internal static class ElfVersions
{
    private const uint VersionNeeds = 0x6ffffffe, VersionOfSymbols = 0x6fffffff, DynamicSymbols = 11;
    private const int SymbolSize = 24;
    private const ushort VersionMask = 0x7fff;
    private const byte Weak = 2; // VER_FLG_WEAK: the loader goes on without the version

    /// <summary>Lets a library load without a version that only one symbol requires.</summary>
    /// <param name="library">The file, changed in place.</param>
    /// <param name="version">The version.</param>
    /// <param name="symbol">The symbol.</param>
    /// <returns>False, with the file unchanged, if the version is not required, or if another symbol requires it, too.</returns>
    public static bool MarkWeak(Span<byte> library, string version, string symbol)
    {
        try
        {
            if (!library.StartsWith("\u007fELF\u0002\u0001"u8)) return false;
            if (Need(library, version) is not { } need || !SymbolsOf(library, need.Index).SequenceEqual([symbol])) return false;
            library[need.Flags] |= Weak;
            return true;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            // Offsets beyond the end of the file: the library could not be loaded anyway.
            return false;
        }
    }

    /// <summary>Offset of the flags of a required version, and the index of its symbols.</summary>
    private static (int Flags, int Index)? Need(ReadOnlySpan<byte> library, string version)
    {
        if (Section(library, VersionNeeds) is not { } needs) return null;
        var strings = Header(library, needs.Link).Offset;
        for (var need = needs.Offset; ; need = Next(library, need, 12))
        {
            var entry = checked(need + I32(library, need + 8));
            for (var left = U16(library, need + 2); left > 0; left--)
            {
                if (Text(library, strings, I32(library, entry + 8)) == version) return (entry + 4, U16(library, entry + 6) & VersionMask);
                if (left > 1) entry = Next(library, entry, 12);
            }
            if (I32(library, need + 12) == 0) return null;
        }
    }

    private static List<string> SymbolsOf(ReadOnlySpan<byte> library, int versionIndex)
    {
        List<string> names = [];
        if (Section(library, VersionOfSymbols) is not { } versions || Section(library, DynamicSymbols) is not { } symbols) return names;
        var strings = Header(library, symbols.Link).Offset;
        for (var i = 0; i < versions.Size / sizeof(ushort); i++)
            if ((U16(library, versions.Offset + i * sizeof(ushort)) & VersionMask) == versionIndex)
                names.Add(Text(library, strings, I32(library, symbols.Offset + i * SymbolSize)));
        return names;
    }

    private static (int Offset, int Size, int Link)? Section(ReadOnlySpan<byte> library, uint type)
    {
        for (var i = 0; i < U16(library, 60); i++)
            if (U32(library, HeaderOffset(library, i) + 4) == type) return Header(library, i);
        return null;
    }

    private static (int Offset, int Size, int Link) Header(ReadOnlySpan<byte> library, int section)
    {
        var header = HeaderOffset(library, section);
        return (Offset(library, header + 24), Offset(library, header + 32), I32(library, header + 40));
    }

    private static int HeaderOffset(ReadOnlySpan<byte> library, int section) => checked(Offset(library, 40) + section * U16(library, 58));

    /// <summary>The next entry of a list. It always lies further on, so every list ends.</summary>
    private static int Next(ReadOnlySpan<byte> library, int entry, int field) =>
        I32(library, entry + field) is > 0 and var distance ? checked(entry + distance)
            : throw new ArgumentOutOfRangeException(nameof(entry));

    private static string Text(ReadOnlySpan<byte> library, int strings, int at)
    {
        var start = checked(strings + at);
        return Encoding.ASCII.GetString(library.Slice(start, library[start..].IndexOf((byte)0)));
    }

    private static int Offset(ReadOnlySpan<byte> library, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(library[at..]));

    private static int I32(ReadOnlySpan<byte> library, int at) => checked((int)U32(library, at));

    private static uint U32(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadUInt32LittleEndian(library[at..]);

    private static ushort U16(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadUInt16LittleEndian(library[at..]);
}
