using System.Runtime.InteropServices;
using System.Text;

namespace MLNetUNetFill.Devices;

/// <summary>Symbol versions that a 64-bit little-endian ELF library requires of others (System V ABI; Linux Standard Base, sections
/// <c>.gnu.version</c> and <c>.gnu.version_r</c>).</summary>
internal static class ElfVersions
{
    private const uint VersionNeeds = 0x6ffffffe, VersionOfSymbols = 0x6fffffff, DynamicSymbols = 11;
    private const ushort VersionMask = 0x7fff;
    private const ushort Weak = 2; // VER_FLG_WEAK: the loader goes on without the version

    private readonly record struct Section(uint Name, uint Type, ulong Flags, ulong Address, long Offset, long Size, int Link, uint Info,
        ulong Alignment, ulong EntrySize);

    private readonly record struct Symbol(int Name, uint Kind, ulong Value, ulong Size);

    private record struct NeededVersion(uint Hash, ushort Flags, ushort Index, int Name, uint Next);

    /// <summary>Lets a library load without a version that only one symbol requires.</summary>
    /// <param name="library">The file, changed in place.</param>
    /// <param name="version">The version.</param>
    /// <param name="symbol">The symbol.</param>
    /// <returns>False, with the file unchanged, if the version is not required, or if another symbol requires it, too.</returns>
    public static bool MarkWeak(Span<byte> library, string version, string symbol)
    {
        try
        {
            return library.StartsWith("\u007fELF\u0002\u0001"u8) && Mark(library, version, symbol);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            // Offsets beyond the end of the file: the library could not be loaded anyway.
            return false;
        }
    }

    private static bool Mark(Span<byte> library, string version, string symbol)
    {
        int start = checked((int)MemoryMarshal.Read<long>(library[40..])), count = MemoryMarshal.Read<ushort>(library[60..]);
        var sections = MemoryMarshal.Cast<byte, Section>(library[start..])[..count];
        Section needs = Find(sections, VersionNeeds), users = Find(sections, VersionOfSymbols), symbols = Find(sections, DynamicSymbols);
        // The head of each library's list is as long as a version, but has no name in its place: what is read there is another text.
        foreach (ref var need in Content<NeededVersion>(library, needs))
        {
            if (Text(library, sections[needs.Link], need.Name) != version) continue;
            List<string> names = [];
            foreach (var (number, user) in Content<ushort>(library, users).ToArray().Index())
                if ((user & VersionMask) == (need.Index & VersionMask))
                    names.Add(Text(library, sections[symbols.Link], Content<Symbol>(library, symbols)[number].Name));
            if (!names.SequenceEqual([symbol])) return false;
            need.Flags |= Weak;
            return true;
        }
        return false;
    }

    private static Section Find(ReadOnlySpan<Section> sections, uint type)
    {
        foreach (var section in sections)
            if (section.Type == type) return section;
        return default;
    }

    private static Span<T> Content<T>(Span<byte> library, Section section) where T : struct =>
        MemoryMarshal.Cast<byte, T>(library.Slice(checked((int)section.Offset), checked((int)section.Size)));

    private static string Text(ReadOnlySpan<byte> library, Section strings, int at)
    {
        var text = library[checked((int)strings.Offset + at)..];
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }
}
