using System.Globalization;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>The matrix of filled values: a 10x folder with its provenance, or a table.</summary>
/// <param name="context">The command's context.</param>
/// <param name="transformer">The trained model.</param>
/// <param name="model">The model's name for the provenance.</param>
/// <param name="input">Path of the raw counts, their name for the provenance.</param>
internal sealed class FilledMatrix(CommandContext context, UNetGapFillTransformer transformer, string model, string input)
{
    /// <summary>File of the folder that has the novelty of every cell.</summary>
    public const string NoveltyFile = "novelty.tsv";

    /// <summary>Column of <c>obs</c> in an .h5ad file that has it.</summary>
    public const string NoveltyColumn = "unetfill_novelty";

    private string Contents => "log1p(10000 * count / library size); " + transformer.Policy.Kind switch
    {
        FillPolicyKind.Expected => "observed entries keep their value, zeros of modelled genes hold their expected value",
        FillPolicyKind.IfExpressed => "observed entries keep their value, zeros of modelled genes hold their value if expressed",
        FillPolicyKind.Threshold =>
            "observed entries keep their value, zeros of modelled genes hold their value if expressed where detection is likely",
        FillPolicyKind.ExpectedLog => "every entry of the modelled genes holds the logarithm to be expected of another measurement at "
            + $"{transformer.Policy.Depth} times the depth",
        _ => "every entry of the modelled genes holds its expected value",
    };

    /// <summary>Checks that the folder or file may be written.</summary>
    public static string Check(string option, string path, params ReadOnlySpan<string?> inputs) =>
        OutputCheck.Matrix(option, path, FilledMatrixProvenance.FileName,
            ["matrix.mtx.gz", "features.tsv.gz", "barcodes.tsv.gz", NoveltyFile], inputs);

    /// <summary>Fills and writes cell by cell, without holding a matrix: the genes of the input, in its order.</summary>
    /// <param name="path">Where to write.</param>
    /// <param name="counts">The raw counts.</param>
    /// <param name="genes">Where the model's genes are among them.</param>
    /// <param name="layer">Name of the layer where the output has layers; null for the default.</param>
    public FillReport Write(string path, CountSource counts, GeneMatch genes, string? layer)
    {
        var check = new FillCheck(transformer.GeneNames.Count);
        var known = counts.SelectGenes(transformer.GeneNames, genes, null);
        var unlike = transformer.Scoring.AdditionalColumns.HasFlag(GapFillColumns.Novelty) ? new NovelCells() : null;
        var rows = Filling.Rows(context, transformer, known.ToDataView(transformer.InputColumnName), check, unlike);
        var all = genes.IsIdentity ? rows : Filling.InOrderOf(counts, genes, rows);
        if (ExpressionFile.FormatOfName(path) == CountFormat.AnnData) WriteLayer(path, counts, genes, layer, all, unlike);
        else
        {
            using var sink = Sink(context, path, counts);
            sink.Begin(counts.Barcodes, counts.GeneIds, counts.GeneNames);
            foreach (var row in all) sink.Write(row.Span);
            sink.Commit();
        }

        var report = check.Report();
        if (Directory.Exists(path))
        {
            if (unlike is not null) WriteNovelties(path, counts.Barcodes, unlike.Novelties);
            WriteProvenance(path, counts.Barcodes.Count, report, unlike?.Count);
        }
        if (unlike?.Warning is { } warning) context.Log.Warn(warning);
        return report;
    }

    /// <summary>What takes the cells, and what is carried through with them where the format has a place.</summary>
    public static IExpressionSink Sink(CommandContext context, string path, CountSource counts, bool wholeNumbers = false)
    {
        if (counts.Carried.Count > 0 && ExpressionFile.FormatOfName(path) == CountFormat.Mtx)
            context.Log.Warn($"A 10x folder has no place for {string.Join(", ", counts.Carried.Select(column => $"'{column.Name}'"))}, "
                + "which are left out; an .h5ad file or a table takes them.");
        return ExpressionFile.CreateWith(path, CountFormat.Auto, wholeNumbers, counts.Carried);
    }

    /// <summary>A layer of the file that the counts came from, or of a new one where that was of another format.</summary>
    private void WriteLayer(string path, CountSource counts, GeneMatch genes, string? layerName, IEnumerable<ReadOnlyMemory<float>> rows,
        NovelCells? unlike)
    {
        var geneOfColumn = genes.GeneOfColumn();
        var modelled = transformer.ModelledGenes.ToHashSet();
        var layer = new AnnDataLayer
        {
            Name = layerName ?? new AnnDataLayer().Name,
            ObsNumbers = unlike is null ? new Dictionary<string, IReadOnlyList<float>>()
                : new Dictionary<string, IReadOnlyList<float>> { [NoveltyColumn] = unlike.Novelties },
            ImputedGenes = [.. counts.GeneNames.Where((_, column) => geneOfColumn[column] >= 0 && modelled.Contains(geneOfColumn[column]))],
            Provenance = new Dictionary<string, object>
            {
                ["tool"] = Tool.NameAndVersion,
                ["contents"] = Contents,
                ["scale"] = "log1p CP10k",
                ["policy"] = PolicyOptions.Describe(transformer.Policy),
                ["model"] = model,
                ["model_sha256"] = transformer.ModelHash,
                ["device"] = DeviceReport.ForFilling(transformer).Describe(),
                ["training"] = transformer.Provenance.ToDictionary(entry => entry.Key, entry => (object)entry.Value),
            },
        };
        if (File.Exists(input) && CountFile.Recognise(input) == CountFormat.AnnData)
            foreach (var note in AnnDataWriter.AddLayer(input, path, counts.GeneNames, rows, layer, context.Cancelled))
                context.Log.Warn(note);
        else AnnDataWriter.Write(path, counts, counts.GeneNames, rows, layer, context.Cancelled);
    }

    /// <summary>Writes a matrix that is filled already.</summary>
    public FillReport Write(string folder, CountMatrix counts, CountMatrix filled)
    {
        TenXWriter.Write(folder, filled, cancellationToken: context.Cancelled);
        var report = FillCheck.Compare(counts, filled);
        WriteProvenance(folder, counts.CellCount, report, null);
        return report;
    }

    private static void WriteNovelties(string folder, IReadOnlyList<string> barcodes, IReadOnlyList<float> novelties) =>
        File.WriteAllLines(Path.Combine(folder, NoveltyFile),
            barcodes.Zip(novelties, (barcode, novelty) => string.Create(CultureInfo.InvariantCulture, $"{barcode}\t{novelty}"))
                .Prepend("barcode\tnovelty"));

    private void WriteProvenance(string folder, int cells, FillReport fill, int? unlike) =>
        ReportFile.Write(Path.Combine(folder, FilledMatrixProvenance.FileName),
            new FilledMatrixProvenance(Tool.NameAndVersion, Contents, input, cells, transformer.GeneNames.Count,
                transformer.ModelledGeneCount, PolicyOptions.Describe(transformer.Policy), model, transformer.ModelHash,
                transformer.Provenance, DeviceReport.ForFilling(transformer), fill, unlike));
}
