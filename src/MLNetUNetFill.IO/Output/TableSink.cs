using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace MLNetUNetFill.IO.Output;

/// <summary>Writes a table, a row a cell, gene names in the first row; plain or gzip.</summary>
internal sealed class TableSink(string file, char delimiter, bool packed) : ExpressionSink(file)
{
    private readonly char[] _number = new char[32];
    private StreamWriter? _writer;
    private IReadOnlyList<string> _barcodes = [];

    protected override void Start(string path, IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds,
        IReadOnlyList<string> geneNames)
    {
        _barcodes = barcodes;
        Stream stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        if (packed) stream = new GZipStream(stream, CompressionLevel.Fastest);
        _writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        _writer.Write("barcode");
        foreach (var name in geneNames)
        {
            _writer.Write(delimiter);
            _writer.Write(Quoted(name));
        }

        _writer.WriteLine();
    }

    protected override void WriteCell(int cell, ReadOnlySpan<float> values)
    {
        _writer!.Write(Quoted(_barcodes[cell]));
        foreach (var value in values)
        {
            _writer.Write(delimiter);
            value.TryFormat(_number, out var length, default, CultureInfo.InvariantCulture);
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

    private string Quoted(string name) => Field(name).AsSpan().IndexOfAny(delimiter, '"') < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
