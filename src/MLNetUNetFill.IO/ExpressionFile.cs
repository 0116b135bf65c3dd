using MLNetUNetFill.IO.Output;

namespace MLNetUNetFill.IO;

/// <summary>Makes sinks for files of every format.</summary>
public static class ExpressionFile
{
    private static readonly string[] s_unwritable =
    [
        ".h5", ".hdf5", ".loom", ".mtx", ".rds", ".npz", ".parquet", ".feather", ".xlsx", ".json", ".onnx", ".gz", ".bz2", ".xz", ".zst",
        ".zip",
    ];

    /// <summary>Makes a sink. What is at <paramref name="path"/> is replaced once the file is complete; until then it stays as it
    /// is.</summary>
    /// <param name="path">The file or folder to write.</param>
    /// <param name="format">Its format; <see cref="CountFormat.Auto"/> for what the name says: <c>.csv</c>, <c>.tsv</c> or <c>.txt</c>,
    /// each also <c>.gz</c>, else a 10x folder.</param>
    /// <param name="wholeNumbers">Whether all values are whole numbers, which the header of a 10x matrix says.</param>
    /// <exception cref="GapFillException">The format is not written cell by cell or not at all, or the folder holds more than an earlier
    /// matrix.</exception>
    public static IExpressionSink Create(string path, CountFormat format = CountFormat.Auto, bool wholeNumbers = false)
    {
        var sink = CreateWith(path, format, wholeNumbers, []);
        if (format == CountFormat.Auto && UnwritableEnding(path) is { } other)
            throw new GapFillException($"{path} cannot be written: no {other} file can; expected a folder, or a name that ends in .csv, "
                + ".tsv, .csv.gz or .tsv.gz.");
        if (sink is TenXSink) TenXWriter.CheckTarget(path, overwrite: true);
        return sink;
    }

    internal static IExpressionSink CreateWith(string path, CountFormat format, bool wholeNumbers, IReadOnlyList<CarriedColumn> carried)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        return (format == CountFormat.Auto ? FormatOfName(path) : format) switch
        {
            CountFormat.Csv => new TableSink(path, ',', packed, carried),
            CountFormat.Tsv => new TableSink(path, '\t', packed, carried),
            CountFormat.AnnData or CountFormat.TenXH5 =>
                throw new GapFillException($"{path} is not written cell by cell; expected another format, or AnnDataWriter."),
            _ => new TenXSink(path, wholeNumbers),
        };
    }

    /// <summary>Copies a matrix cell by cell.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="sink">Where to; committed at the end.</param>
    /// <param name="cancellationToken">Stops between two cells.</param>
    /// <exception cref="GapFillException">The source was changed, or the sink cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static void Copy(CountSource source, IExpressionSink sink, CancellationToken cancellationToken = default)
    {
        sink.Begin(source.Barcodes, source.GeneIds, source.GeneNames);
        var row = new float[source.GeneNames.Count];
        foreach (var cell in source.Cells(cancellationToken))
        {
            Array.Clear(row);
            for (var i = 0; i < cell.Genes.Length; i++) row[cell.Genes[i]] = cell.Values[i];
            sink.Write(row);
        }

        sink.Commit();
    }

    /// <summary>The end of a name that asks for a file which is none of the formats written; null for a folder's name.</summary>
    internal static string? UnwritableEnding(string path) => FormatOfName(path) != CountFormat.Mtx ? null
        : Array.Find(s_unwritable, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format that a name to write to stands for.</summary>
    internal static CountFormat FormatOfName(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" => CountFormat.Csv,
            ".tsv" or ".txt" => CountFormat.Tsv,
            ".h5ad" => CountFormat.AnnData,
            _ => CountFormat.Mtx,
        };
    }
}
