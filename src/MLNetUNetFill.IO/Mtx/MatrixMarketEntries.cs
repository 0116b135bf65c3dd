using System.Buffers.Text;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>Reads <c>matrix.mtx</c>, genes x cells on disk, entry by entry, and holds it to its header and to the other two
/// files.</summary>
internal sealed class MatrixMarketEntries : IDisposable
{
    private const int LinesBetweenCancellationChecks = 1 << 14;

    private readonly TenXFolder _folder;
    private readonly FeatureTable _features;
    private readonly int _cellCount;
    private readonly CancellationToken _cancellation;
    private readonly LineReader _reader;
    private readonly MatrixMarketHeader _header;
    private long _read;

    /// <summary>Opens the file and checks its size.</summary>
    /// <exception cref="GapFillException">The file is missing, or its header malformed or at odds with the other files.</exception>
    public MatrixMarketEntries(TenXFolder folder, FeatureTable features, int cellCount, CancellationToken cancellation)
    {
        (_folder, _features, _cellCount, _cancellation) = (folder, features, cellCount, cancellation);
        _reader = new LineReader(folder.Matrix);
        try
        {
            _header = MatrixMarketHeader.Read(_reader);
            Check();
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <summary>Entries that the header gives.</summary>
    public long Expected => _header.Entries;

    /// <summary>Reads on to the next entry of a gene that is not zero.</summary>
    /// <param name="cell">0-based row of the matrix in memory.</param>
    /// <param name="gene">0-based column of the matrix in memory.</param>
    /// <param name="value">Above 0.</param>
    /// <returns>False at the end of a complete file.</returns>
    /// <exception cref="GapFillException">The file is damaged or malformed.</exception>
    public bool TryRead(out int cell, out int gene, out float value)
    {
        while (_reader.TryRead(out var line))
        {
            if (line.IsEmpty) continue;
            if (++_read > _header.Entries)
                throw _reader.Error("found one more entry",
                    $"only the {Counted.Text(_header.Entries, "entry", "entries")} that the size line (line {_header.SizeLine}) gives");
            if (_read % LinesBetweenCancellationChecks == 0) _cancellation.ThrowIfCancellationRequested();
            (var row, cell, value) = Parse(line);
            gene = _features.ColumnOfRow[row - 1];
            cell--;
            if (gene >= 0 && value != 0) return true;
        }

        if (_read < _header.Entries)
            throw _reader.Error($"the file ends after {Counted.Text(_read, "entry", "entries")}",
                $"the {_header.Entries} that the size line (line {_header.SizeLine}) gives");
        (cell, gene, value) = (-1, -1, 0);
        return false;
    }

    /// <summary>Goes through the file again for the two lines of an entry that came twice.</summary>
    public GapFillException Duplicate(int cell, int gene)
    {
        using var again = new MatrixMarketEntries(_folder, _features, _cellCount, _cancellation);
        long first = 0;
        while (again.TryRead(out var otherCell, out var otherGene, out _))
        {
            if (otherCell != cell || otherGene != gene) continue;
            var row = Array.IndexOf(_features.ColumnOfRow, gene) + 1;
            if (first > 0) return again._reader.Error($"found gene {row} of cell {cell + 1} again (first on line {first})",
                "every entry once");
            first = again._reader.LineNumber;
        }

        return again._reader.Error($"found gene {gene + 1} of cell {cell + 1} twice", "every entry once");
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void Check()
    {
        var (genes, cells) = (_features.ColumnOfRow.Length, _cellCount);
        var size = $"{_folder.Matrix}, line {_header.SizeLine}: the size line gives {Counted.Text(_header.Rows, "gene")} x "
            + Counted.Text(_header.Columns, "cell");
        if (_header.Rows == cells && _header.Columns == genes && genes != cells)
            throw new GapFillException($"{size}, but there are {Counted.Text(genes, "gene")} and {Counted.Text(cells, "cell")}; "
                + "expected genes x cells, not the transpose.");
        if (_header.Rows != genes)
            throw new GapFillException($"{size}, but {_folder.Features} has {Counted.Text(genes, "line")}; "
                + $"expected as many as genes{Header(genes, _header.Rows)}.");
        if (_header.Columns != cells)
            throw new GapFillException($"{size}, but {_folder.Barcodes} has {Counted.Text(cells, "line")}; "
                + $"expected as many as cells{Header(cells, _header.Columns)}.");
        if (_header.Entries > _header.Rows * _header.Columns)
            throw new GapFillException($"{size} and {Counted.Text(_header.Entries, "entry", "entries")}; expected at most "
                + $"{_header.Rows * _header.Columns}.");
    }

    private static string Header(int lines, long expected) => lines == expected + 1 ? ", without a header line" : "";

    private (int Row, int Cell, float Value) Parse(ReadOnlySpan<byte> line)
    {
        var token = line;
        if (!TryIndex(ref token, out var row) || !TryIndex(ref token, out var cell)) throw Malformed(line);
        token = token.Trim(" \t"u8);
        if (token.IsEmpty || token.IndexOfAny((byte)' ', (byte)'\t') >= 0) throw Malformed(line);
        if (row < 1 || row > _header.Rows) throw _reader.Error($"found gene index {row}", $"1 to {_header.Rows}");
        if (cell < 1 || cell > _header.Columns) throw _reader.Error($"found cell index {cell}", $"1 to {_header.Columns}");
        // Nearly every count is a few digits.
        if (Utf8Parser.TryParse(token, out uint count, out var length) && length == token.Length) return ((int)row, (int)cell, count);

        if (!float.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) throw Wrong("a finite number", token);
        if (LineReader.Objection(token, value) is { } objection) throw Wrong(objection, token);
        if (_header.WholeNumbers && value != MathF.Floor(value)) throw Wrong("a whole number, as the header says 'integer'", token);
        return ((int)row, (int)cell, value);

        GapFillException Wrong(string expected, ReadOnlySpan<byte> token) =>
            _reader.Error($"found the count {LineReader.Quote(token)}", expected);
    }

    private GapFillException Malformed(ReadOnlySpan<byte> line) =>
        _reader.Error($"found {LineReader.Quote(line)}", "an entry 'gene cell count'");

    /// <summary>Takes a whole number and the blank after it off a line.</summary>
    private static bool TryIndex(ref ReadOnlySpan<byte> line, out long index)
    {
        line = line.TrimStart(" \t"u8);
        index = 0;
        if (line.StartsWith("+"u8) || !Utf8Parser.TryParse(line, out index, out var length) || length == line.Length
            || line[length] is not ((byte)' ' or (byte)'\t'))
            return false;
        line = line[length..];
        return true;
    }
}

/// <summary>Reads the entries of <c>matrix.mtx</c>, in any order, into a matrix, cells x genes.</summary>
internal static class MatrixMarketReader
{
    public static SparseCells Read(TenXFolder folder, FeatureTable features, int cellCount, CancellationToken cancellation)
    {
        using var entries = new MatrixMarketEntries(folder, features, cellCount, cancellation);
        CountSource.RequireMemory(folder.Matrix, entries.Expected);
        var rows = new SparseRows(cellCount, features.Names.Count, entries.Expected);
        while (entries.TryRead(out var cell, out var gene, out var value)) rows.Add(cell, gene, value);
        var built = rows.Build(out var duplicate);
        return duplicate is not var (row, column) ? built : throw entries.Duplicate(row, column);
    }
}
