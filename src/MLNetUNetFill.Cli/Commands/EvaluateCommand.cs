namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill evaluate</c>: the changes by filling, and its quality where labels or the truth are known.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var filled = OptionFactory.RequiredPath("--filled", "DIR", "10x folder that 'unetfill fill' wrote for the input");
        var labels = CommonOptions.Labels();
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
            input.Path, filled, labels, truth, report, genes, seed,
        };
        input.AddTo(command, labels: true);
        command.SetAction(parsed =>
        {
            var (inputFolder, filledFolder) = (parsed.GetRequiredValue(input.Path), parsed.GetRequiredValue(filled));
            var (truthFolder, reportFile) = (parsed.GetValue(truth), parsed.GetValue(report));
            var (labelFile, labelColumn) = input.Labels(parsed, labels);
            var target = reportFile is null ? null : OutputCheck.File("--report", reportFile, inputFolder, filledFolder, labelFile,
                truthFolder);
            InputCheck.Matrix("--filled", filledFolder);
            InputCheck.Matrix("--truth", truthFolder);
            InputCheck.File("--labels", labelFile, "a file of cell types");
            var result = Evaluate(context, inputFolder, input.Read(parsed), labelColumn, filledFolder, labelFile,
                truthFolder, parsed.GetValue(genes), parsed.GetValue(seed));
            context.Cancelled.ThrowIfCancellationRequested();
            if (target is not null)
            {
                using var staged = new StagedOutput(target);
                ReportFile.Write(staged.Path, result);
                staged.Commit();
            }
            Print(result, reportFile);
            return ExitCode.Success;
        });
        return command;
    }

    private static EvaluationReport Evaluate(CommandContext context, string inputFolder, CountFileOptions format, string? labelColumn,
        string filledFolder,
        string? labelFile, string? truthFolder, int genes, int seed)
    {
        var (counts, labels) = Inputs.CountsAndLabels(context, inputFolder, format, labelFile, labelColumn);
        var filled = Inputs.Companion(context, "--filled", filledFolder, counts, inputFolder);
        var truth = truthFolder is null ? null : Inputs.Companion(context, "--truth", truthFolder, counts, inputFolder);
        return new EvaluationReport(Tool.NameAndVersion, InputReport.Describe(inputFolder, counts), filledFolder, seed,
            FillCheck.Compare(counts, filled),
            labels is null ? null : Measurement.Clusters(context, counts, filled, GeneSelection.MostVariable(counts, genes),
                labels, seed),
            truth is null ? null
                : Measurement.AgainstTruth(context, "filled", counts, filled, null, truth, [.. Enumerable.Range(0, counts.GeneCount)]));
    }

    private static void Print(EvaluationReport result, string? reportFile)
    {
        if (result.Truth is { } truth) Results.Print(Console.Out, truth);
        if (result.Clustering is { } clustering) Results.Print(Console.Out, clustering);
        Results.Print(Console.Out, result.Fill);
        if (reportFile is not null) Console.WriteLine($"Report: {reportFile}");
    }
}
