using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill fill</c>: counts and a model in, a filled matrix out.</summary>
internal static class FillCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var model = OptionFactory.RequiredPath("--model", "FILE.onnx", "Model written by 'unetfill train' for the genes of the input");
        var output = OptionFactory.RequiredPath("--output", "DIR",
            "10x folder to write: log1p CP10k, with provenance.json and novelty.tsv; or a file whose name ends in .h5ad, .csv or .tsv, "
                + "the last two packed with .gz; an earlier one is replaced");
        var layer = OptionFactory.OptionalText("--layer-out", "NAME",
            "Layer of an .h5ad output that takes the filled values; the input must not have one of that name [default: imputed]",
            name => name.Length > 0 && !name.Contains('/') && name is not ("." or ".."), "a name without '/'");
        var minOverlap = OptionFactory.Number("--min-gene-overlap",
            "Least share of the model's genes that the input must have; the others count as zero", 0.9, Rules.AboveUpTo(0, 1));
        var policy = new PolicyOptions("the model's");
        var batchSize = OptionFactory.Number("--batch-size", "Cells scored in one call", new GapFillScoringOptions().BatchSize,
            Rules.Whole(1, 65536));
        var threads = CommonOptions.Threads();
        var device = DeviceOption.Create();
        var command = new Command("fill", "Fills the gaps of a matrix of raw counts with a trained model.") { input.Path, model, output };
        input.AddTo(command);
        foreach (var option in (Option[])[layer, minOverlap, .. policy.All, batchSize, threads, device]) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var (source, modelFile, outputFolder) = (input.Read(parsed), parsed.GetRequiredValue(model), parsed.GetRequiredValue(output));
            var fillPolicy = policy.Read(parsed);
            if (parsed.GetValue(layer) is { } named && ExpressionFile.FormatOfName(outputFolder) != CountFormat.AnnData)
                throw new UsageException($"--layer-out is '{named}', but --output {outputFolder} has no layers; expected a file whose "
                    + "name ends in .h5ad.");
            var target = FilledMatrix.Check("--output", outputFolder, source.Path, modelFile);
            InputCheck.File("--model", modelFile, "a model written by 'unetfill train'");
            DeviceSession.Require(parsed.GetValue(device));
            var counts = Inputs.Open(context, source.Path, source.Format);
            using var transformer = Model.Load(context, modelFile, parsed.GetValue(device), parsed.GetValue(threads),
                parsed.GetValue(batchSize), fillPolicy);
            var genes = GeneMatch.Find(transformer.GeneNames, counts.GeneNames, counts.GeneIds);
            if (genes.Require(parsed.GetValue(minOverlap), source.Path) is { } note) context.Log.Warn(note);
            var filled = new FilledMatrix(context, transformer, modelFile, source.Path);
            var fill = context.Write(target, path => filled.Write(path, counts, genes, parsed.GetValue(layer)));
            Console.WriteLine($"Filled matrix: {outputFolder} (policy {PolicyOptions.Describe(transformer.Policy)}; "
                + $"{fill.ZerosFilled:N0} of {Counted.Text(fill.ZerosBefore, "zero")} filled, "
                + $"{Counted.Text(fill.ObservedValuesChanged, "observed value")} changed)");
        });
        return command;
    }
}
