using System.Globalization;
using System.Runtime.CompilerServices;
using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>Reads the entries of <c>matrix.mtx</c>, genes x cells on disk, into compressed rows, cells x genes.</summary>
internal sealed class MatrixMarketReader(TenXFolder folder, FeatureTable features, int cellCount, CancellationToken cancellation)
{
    private const int LinesBetweenCancellationChecks = 1 << 14;

    /// <summary>Values that are not whole numbers.</summary>
    public long FractionalValues { get; private set; }

    public (long[] RowStarts, int[] Genes, float[] Values) Read()
    {
        using var reader = new LineReader(folder.Matrix);
        var header = MatrixMarketHeader.Read(reader);
        Check(header);
        var rows = new SparseRows(cellCount, header.Entries);
        long entries = 0;
        while (reader.TryRead(out var line))
        {
            if (line.IsEmpty) continue;
            if (++entries > header.Entries)
                throw reader.Error("found one more entry", $"only the {header.Entries} entries that the size line (line {header.SizeLine}) gives");
            if (entries % LinesBetweenCancellationChecks == 0) cancellation.ThrowIfCancellationRequested();
            var (row, cell, value) = ParseEntry(reader, line, header);
            var gene = features.ColumnOfRow[row - 1];
            if (gene >= 0 && value != 0) rows.Add(cell - 1, gene, value);
        }

        if (entries < header.Entries)
            throw reader.Error($"the file ends after {entries} entries", $"the {header.Entries} that the size line (line {header.SizeLine}) gives");
        var built = rows.Build(out var duplicate);
        return duplicate is null ? built : throw Duplicate(duplicate.Value);
    }

    private void Check(MatrixMarketHeader header)
    {
        var (genes, cells) = (features.RowCount, cellCount);
        var size = $"{folder.Matrix}, line {header.SizeLine}: the size line gives {header.Rows} genes x {header.Columns} cells";
        if (header.Rows == cells && header.Columns == genes && genes != cells)
            throw new GapFillException($"{size}, but there are {genes} genes and {cells} cells; expected genes x cells, not the transpose.");
        if (header.Rows != genes)
            throw new GapFillException($"{size}, but {folder.Features} has {genes} lines; expected as many as genes.");
        if (header.Columns != cells)
            throw new GapFillException($"{size}, but {folder.Barcodes} has {cells} lines; expected as many as cells.");
        if (header.Entries > Math.Min(header.Rows * header.Columns, Array.MaxLength))
            throw new GapFillException($"{size} and {header.Entries} entries; expected at most {Math.Min(header.Rows * header.Columns, Array.MaxLength)}.");
    }

    private (int Row, int Cell, float Value) ParseEntry(LineReader reader, ReadOnlySpan<byte> line, MatrixMarketHeader header)
    {
        var at = 0;
        if (!TryIndex(line, ref at, out var row) || !TryIndex(line, ref at, out var cell)) throw Malformed(reader, line);
        var token = line[at..].Trim(" \t"u8);
        if (token.IsEmpty || token.IndexOfAny((byte)' ', (byte)'\t') >= 0) throw Malformed(reader, line);
        if (row < 1 || row > header.Rows) throw reader.Error($"found gene index {row}", $"1 to {header.Rows}");
        if (cell < 1 || cell > header.Columns) throw reader.Error($"found cell index {cell}", $"1 to {header.Columns}");
        if (TryDigits(token, out var value)) return ((int)row, (int)cell, value);

        if (!float.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !float.IsFinite(value))
            throw reader.Error($"found the count {LineReader.Quote(token)}", "a finite number");
        if (value < 0) throw reader.Error($"found the count {LineReader.Quote(token)}", "0 or more");
        if (value != MathF.Floor(value))
        {
            if (header.WholeNumbers) throw reader.Error($"found the count {LineReader.Quote(token)}", "a whole number, as the header says 'integer'");
            FractionalValues++;
        }

        return ((int)row, (int)cell, value);
    }

    private static GapFillException Malformed(LineReader reader, ReadOnlySpan<byte> line) =>
        reader.Error($"found {LineReader.Quote(line)}", "an entry 'gene cell count'");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryIndex(ReadOnlySpan<byte> line, ref int at, out long index)
    {
        index = 0;
        while (at < line.Length && line[at] is (byte)' ' or (byte)'\t') at++;
        var start = at;
        var negative = at < line.Length && line[at] == '-';
        if (negative) at++;
        var firstDigit = at;
        for (uint digit; at < line.Length && (digit = line[at] - (uint)'0') <= 9 && at - start < 18; at++) index = index * 10 + digit;
        if (negative) index = -index;
        return at > firstDigit && at < line.Length && line[at] is (byte)' ' or (byte)'\t';
    }

    /// <summary>Nearly every count: a few digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDigits(ReadOnlySpan<byte> token, out float value)
    {
        value = 0;
        if (token.Length > 7) return false; // beyond the integers that a float holds exactly
        var number = 0u;
        foreach (var b in token)
        {
            var digit = b - (uint)'0';
            if (digit > 9) return false;
            number = number * 10 + digit;
        }

        value = number;
        return true;
    }

    /// <summary>Goes through the file again for the two lines of an entry that came twice.</summary>
    private GapFillException Duplicate((int Cell, int Gene) entry)
    {
        using var reader = new LineReader(folder.Matrix);
        var header = MatrixMarketHeader.Read(reader);
        long first = 0;
        while (reader.TryRead(out var line))
        {
            if (line.IsEmpty) continue;
            var (row, cell, value) = ParseEntry(reader, line, header);
            if (value == 0 || cell - 1 != entry.Cell || features.ColumnOfRow[row - 1] != entry.Gene) continue;
            if (first > 0) return reader.Error($"found gene {row} of cell {cell} again (first on line {first})", "every entry once");
            first = reader.LineNumber;
        }

        return reader.Error($"found gene {entry.Gene + 1} of cell {entry.Cell + 1} twice", "every entry once");
    }
}
