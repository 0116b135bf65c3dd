namespace MLNetUNetFill.IO;

/// <summary>
/// Entries of a matrix that a benchmark sets to zero and asks back: a text file with the header <c>gene</c>, <c>cell</c> and one entry a
/// line, 1-based as in the <c>matrix.mtx</c> beside it; tab-separated, gzip or not.
/// </summary>
public static class HoldOutFile
{
    /// <summary>Reads the entries and holds them against the matrix that they belong to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="counts">Raw counts, cells x genes.</param>
    /// <returns>0-based row and column of each entry, in the order of the file.</returns>
    /// <exception cref="GapFillException">The file is missing, damaged or malformed, holds no entry, or one that is given twice, lies
    /// outside the matrix or is zero in it.</exception>
    public static IReadOnlyList<(int Cell, int Gene)> Read(string path, CountMatrix counts)
    {
        using var reader = new LineReader(path);
        reader.TryRead(out var line);
        if (!line.SequenceEqual("gene\tcell"u8)) throw reader.Error($"found {LineReader.Quote(line)}", "the header 'gene', tab, 'cell'");

        var lineOf = new Dictionary<(int Cell, int Gene), long>();
        while (reader.TryRead(out line))
        {
            if (line.IsEmpty) continue;
            var fields = Encoding.UTF8.GetString(line).Split('\t');
            if (fields.Length != 2)
                throw reader.Error($"found {LineReader.Quote(line)}", "the number of a gene, a tab and the number of a cell");
            var entry = (Cell: Index(reader, fields[1], "cell", counts.CellCount),
                Gene: Index(reader, fields[0], "gene", counts.GeneCount));
            if (counts[entry.Cell, entry.Gene] == 0)
                throw reader.Error($"found gene {fields[0]} of cell {fields[1]}, whose count is 0",
                    "an entry with a count: is this the file of another matrix?");
            if (!lineOf.TryAdd(entry, reader.LineNumber))
                throw reader.Error($"found the entry of line {lineOf[entry]} again", "every entry once");
        }
        return lineOf.Count > 0 ? [.. lineOf.Keys]
            : throw new GapFillException($"{path} holds no entries; expected at least 1 below the header.");
    }

    private static int Index(LineReader reader, string text, string what, int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= count ? number - 1
            : throw reader.Error($"found the {what} {NameList.Quote(text)}", $"a whole number from 1 to {count}, the number of {what}s");
}
