using System.IO.Compression;

namespace MLNetUNetFill.IO.Output;

/// <summary>Writes a 10x folder of version 3.</summary>
/// <param name="directory">The folder to write.</param>
/// <param name="wholeNumbers">Whether the header says <c>integer</c>, else <c>real</c>.</param>
internal sealed class TenXSink(string directory, bool wholeNumbers) : ExpressionSink(directory)
{
    private MatrixMarketWriter? _matrix;
    private int _cells, _genes;

    /// <summary>Entries, not zero, written so far.</summary>
    public long EntryCount => _matrix!.EntryCount;

    protected override void Start(string path, IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds,
        IReadOnlyList<string> geneNames)
    {
        Directory.CreateDirectory(path);
        (_cells, _genes) = (barcodes.Count, geneNames.Count);
        WriteLines(Path.Combine(path, TenXFolder.BarcodesName), barcodes.Select(Field));
        WriteLines(Path.Combine(path, TenXFolder.FeaturesName),
            geneIds.Zip(geneNames, (id, name) => $"{Field(id)}\t{Field(name)}\t{FeatureTable.GeneExpression}"));
        // Filled values are nearly random digits: packing them harder takes twice the time for a third less.
        _matrix = new MatrixMarketWriter(Path.Combine(path, TenXFolder.MatrixName), wholeNumbers, CompressionLevel.Fastest);
    }

    protected override void WriteCell(int cell, ReadOnlySpan<float> values)
    {
        for (var gene = 0; gene < values.Length; gene++)
            if (values[gene] != 0) _matrix!.Write(gene, cell, values[gene]);
    }

    protected override void End() => _matrix!.Complete(_genes, _cells);

    protected override void Close() => _matrix?.Dispose();

    private static void WriteLines(string path, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal),
            new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var line in lines) writer.WriteLine(line);
    }
}
