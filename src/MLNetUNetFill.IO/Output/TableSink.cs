using System.IO.Compression;

namespace MLNetUNetFill.IO.Output;

/// <summary>Writes a table, a row a cell, gene names in the first row; plain or gzip. What is carried through stands where it
/// stood.</summary>
internal sealed class TableSink(string file, char delimiter, bool packed, IReadOnlyList<CarriedColumn> carried) : ExpressionSink(file)
{
    private readonly char[] _number = new char[32];
    private StreamWriter? _writer;
    private IReadOnlyList<string> _barcodes = [];
    private List<(int Gene, CarriedColumn? Carried)> _columns = [];

    protected override void Start(string path, IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds,
        IReadOnlyList<string> geneNames)
    {
        _barcodes = barcodes;
        Stream stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        if (packed) stream = new GZipStream(stream, CompressionLevel.Fastest);
        _writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        _writer.Write("barcode");
        _columns = [.. Enumerable.Range(0, geneNames.Count).Select(gene => (gene, (CarriedColumn?)null))];
        foreach (var column in carried.OrderBy(column => column.Place))
            _columns.Insert(Math.Min(column.Place, _columns.Count), (-1, column));
        foreach (var (gene, column) in _columns)
        {
            _writer.Write(delimiter);
            _writer.Write(column is null ? Quoted(Field(geneNames[gene])) : Quoted(column.Name));
        }

        _writer.WriteLine();
    }

    protected override void WriteCell(int cell, ReadOnlySpan<float> values)
    {
        _writer!.Write(Quoted(Field(_barcodes[cell])));
        foreach (var (gene, column) in _columns)
        {
            _writer.Write(delimiter);
            if (column is not null)
            {
                _writer.Write(Quoted(column.Texts[cell]));
                continue;
            }

            values[gene].TryFormat(_number, out var length, default, CultureInfo.InvariantCulture);
            _writer.Write(_number, 0, length);
        }

        _writer.WriteLine();
    }

    protected override void End() => _writer!.Flush();

    protected override void Close()
    {
        var writer = _writer;
        _writer = null;
        writer?.Dispose();
    }

    private string Quoted(string text) => text.AsSpan().IndexOfAny([delimiter, '"', '\n', '\r']) < 0 ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
