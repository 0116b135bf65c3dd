namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill evaluate</c>: the changes by filling, and its quality where labels or the truth are known.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var filled = OptionFactory.RequiredPath("--filled", "PATH",
            "What 'unetfill fill' wrote for the input: a 10x folder, a table or an .h5ad file");
        var layer = OptionFactory.OptionalText("--filled-layer", "NAME",
            $"Layer of an .h5ad file that holds the filled values [default: {new AnnDataLayer().Name}]");
        var truth = OptionFactory.OptionalPath("--truth", "DIR",
            "10x folder with the true counts, as 'unetfill simulate' writes it; measures the filled ones of the dropouts, zero in the "
                + "input only; 'unetfill fill --policy if-expressed' fills them as what they are, expressed");
        var report = OptionFactory.OptionalPath("--report", "FILE.json", "File to write the report to, as JSON");
        var genes = OptionFactory.GeneCount("--genes", "How many of the most variable genes the cells are clustered by",
            new UNetGapFillOptions().HighlyVariableGenes);
        var seed = CommonOptions.Seed(1);
        var command = new Command("evaluate",
            "Measures a filled matrix: clusters against labels before and after, zeros filled, observed values changed, errors against "
                + "the truth.")
        {
            input.Path, filled, layer, input.Labels, truth, report, genes, seed,
        };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var (source, filledFolder) = (input.Read(parsed), parsed.GetRequiredValue(filled));
            var (truthFolder, reportFile) = (parsed.GetValue(truth), parsed.GetValue(report));
            var target = reportFile is null ? null
                : OutputCheck.FileOfKind("--report", reportFile, ".json", source.Path, filledFolder, source.LabelFile, truthFolder);
            InputCheck.Matrix("--filled", filledFolder);
            InputCheck.Matrix("--truth", truthFolder);
            var hasLayers = CountFile.Recognise(filledFolder) == CountFormat.AnnData;
            if (!hasLayers && parsed.GetValue(layer) is { } named)
                throw new UsageException($"--filled-layer is '{named}', but --filled {filledFolder} has no layers; expected an "
                    + ".h5ad file.");
            var layerName = hasLayers ? parsed.GetValue(layer) ?? new AnnDataLayer().Name : null;
            var result = Evaluate(context, source, filledFolder, layerName, truthFolder, parsed.GetValue(genes), parsed.GetValue(seed));
            context.Cancelled.ThrowIfCancellationRequested();
            if (target is not null) context.Write(target, path => ReportFile.Write(path, result));
            if (result.Truth is { } againstTruth) Results.Print(Console.Out, againstTruth);
            if (result.Clustering is { } clustering) Results.Print(Console.Out, clustering);
            Results.Print(Console.Out, result.Fill);
            if (reportFile is not null) Console.WriteLine($"Report: {reportFile}");
        });
        return command;
    }

    private static EvaluationReport Evaluate(CommandContext context, InputSource source, string filledFolder, string? layer,
        string? truthFolder, int genes, int seed)
    {
        var (counts, labels) = Inputs.CountsAndLabels(context, source);
        var filled = Inputs.Filled(context, "--filled", filledFolder, counts, source.Path, layer);
        var truth = truthFolder is null ? null : Inputs.Companion(context, "--truth", truthFolder, counts, source.Path);
        var fill = FillCheck.Compare(counts, filled);
        var clustering = labels is null ? null
            : Measurement.Clusters(context, counts, filled, GeneSelection.MostVariable(counts, genes), labels, seed);
        var againstTruth = truth is null ? null
            : Measurement.AgainstTruth(context, "filled", counts, filled, null, truth, [.. Enumerable.Range(0, counts.GeneCount)]);
        return new EvaluationReport(Tool.NameAndVersion, InputReport.Describe(source.Path, counts), filledFolder, seed, fill, clustering,
            againstTruth);
    }
}
