using System.Buffers.Binary;
using System.Text;

namespace MLNetUNetFill.Devices;

/// <summary>Symbol versions that a 64-bit little-endian ELF library asks of others (System V ABI, sections <c>.gnu.version</c> and <c>.gnu.version_r</c>).</summary>
internal static class ElfVersions
{
    private const uint VersionNeeds = 0x6ffffffe, VersionOfSymbols = 0x6fffffff, DynamicSymbols = 11;
    private const byte Weak = 2; // VER_FLG_WEAK: the loader goes on without the version

    /// <summary>Lets a library load without a version that one symbol alone asks for.</summary>
    /// <param name="library">The file, changed in place.</param>
    /// <param name="version">The version.</param>
    /// <param name="symbol">The symbol.</param>
    /// <returns>False, with the file unchanged, where the version is not asked for, or for another symbol too.</returns>
    public static bool MarkWeak(Span<byte> library, string version, string symbol)
    {
        try
        {
            if (!library.StartsWith("\x7f"u8) || !library[1..].StartsWith("ELF\x02\x01"u8)) return false;
            foreach (var flags in NeedsOf(library, version))
            {
                var index = (ushort)(U16(library, flags + 2) & 0x7fff);
                if (!SymbolsOf(library, index).SequenceEqual([symbol])) return false;
                library[flags] |= Weak;
                return true;
            }
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            // Offsets that lead out of the file: no library that could be loaded anyway.
            return false;
        }
    }

    /// <summary>Where the flags of the needed version lie: at most one place.</summary>
    private static List<int> NeedsOf(ReadOnlySpan<byte> library, string version)
    {
        if (Section(library, VersionNeeds) is not { } needs) return [];
        var strings = Header(library, needs.Link).Offset;
        for (var need = needs.Offset; ; need += (int)U32(library, need + 12))
        {
            var entry = need + (int)U32(library, need + 8);
            for (var left = U16(library, need + 2); left > 0; left--, entry += (int)U32(library, entry + 12))
                if (Text(library, strings + (int)U32(library, entry + 8)) == version) return [entry + 4];
            if (U32(library, need + 12) == 0) return [];
        }
    }

    private static List<string> SymbolsOf(ReadOnlySpan<byte> library, ushort versionIndex)
    {
        List<string> names = [];
        if (Section(library, VersionOfSymbols) is not { } versions || Section(library, DynamicSymbols) is not { } symbols) return names;
        var strings = Header(library, symbols.Link).Offset;
        for (var i = 0; i < versions.Size / sizeof(ushort); i++)
            if ((U16(library, versions.Offset + i * sizeof(ushort)) & 0x7fff) == versionIndex)
                names.Add(Text(library, strings + (int)U32(library, symbols.Offset + i * 24)));
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
        return (Offset(library, header + 24), Offset(library, header + 32), (int)U32(library, header + 40));
    }

    private static int HeaderOffset(ReadOnlySpan<byte> library, int section) => Offset(library, 40) + section * U16(library, 58);

    private static string Text(ReadOnlySpan<byte> library, int start) => Encoding.ASCII.GetString(library.Slice(start, library[start..].IndexOf((byte)0)));

    private static int Offset(ReadOnlySpan<byte> library, int at) => (int)BinaryPrimitives.ReadInt64LittleEndian(library[at..]);

    private static uint U32(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadUInt32LittleEndian(library[at..]);

    private static ushort U16(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadUInt16LittleEndian(library[at..]);
}
