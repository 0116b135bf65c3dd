using System.Diagnostics;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>The whole path: hold out, train, measure, fill, cluster, report.</summary>
internal static class RunSteps
{
    /// <summary>Name of the model in the output folder.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>Name of the filled matrix in the output folder.</summary>
    public const string FilledFolder = "filled";

    /// <summary>Bytes of a filled value: gene and value, up to three times while the lists that take them grow, and once more for the
    /// clustering.</summary>
    private const long PerFilledValue = 32;

    /// <summary>Does all of it and writes the output folder.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="input">Name of the input, for reports.</param>
    /// <param name="counts">The raw counts.</param>
    /// <param name="labels">One label per cell, or null.</param>
    /// <param name="truth">The true counts, or null.</param>
    /// <param name="holdOutShare">Share of the non-zero entries held out.</param>
    /// <param name="options">How to build and train the network.</param>
    public static RunReport Execute(CommandContext context, string folder, string input, CountMatrix counts, string[]? labels,
        CountMatrix? truth, double holdOutShare, UNetGapFillOptions options)
    {
        var clock = Stopwatch.StartNew();
        RequireMemory(counts, options);
        var heldOut = HoldOut.Choose(counts, holdOutShare, options.Seed);
        if (heldOut.Entries.Count == 0)
            throw new GapFillException($"Holding out {holdOutShare} of the {Counted.Text(counts.NonZeroCount, "non-zero count")} of "
                + $"{input} leaves nothing to measure; expected more counts, or a larger --holdout.");
        context.Log.Info($"Held out {heldOut.Entries.Count:N0} of {Counted.Text(counts.NonZeroCount, "non-zero count")}; "
            + "training on the rest.");

        using var transformer = Model.Train(context, heldOut.Corrupted.ToDataView(options.InputColumnName), options);
        var trained = clock.Elapsed;
        Directory.CreateDirectory(folder);
        transformer.Save(Path.Combine(folder, ModelFile));
        int[] genes = [.. transformer.ModelledGenes];

        context.Log.Info("Measuring on the held-out counts ...");
        var found = Filling.HeldOut(context, transformer, heldOut);
        var errors = Measurement.Errors("non-zero counts held out before training, of modelled genes", "U-Net, value if expressed",
            heldOut.Corrupted, genes, found);

        context.Log.Info("Filling the complete input ...");
        var filled = Filling.Fill(context, transformer, counts);
        var fill = new FilledMatrix(context, transformer, ModelFile, input).Write(Path.Combine(folder, FilledFolder), counts, filled);
        var clustering = labels is null ? null : Measurement.Clusters(context, counts, filled, genes, labels, options.Seed);
        context.Cancelled.ThrowIfCancellationRequested();
        using var ifExpressed = transformer.With(new() { Policy = FillPolicy.IfExpressed });
        var againstTruth = truth is null ? null : Measurement.AgainstTruth(context, "U-Net, value if expressed", counts, filled,
            Filling.Fill(context, ifExpressed, counts), truth, genes);
        context.Cancelled.ThrowIfCancellationRequested();

        var training = new TrainingReport(transformer.ModelledGeneCount, counts.GeneCount, transformer.BestEpoch, transformer.History,
            trained.TotalSeconds, DeviceReport.ForTraining(transformer));
        var report = new RunReport(Tool.NameAndVersion, InputReport.Describe(input, counts), options, holdOutShare, training, errors,
            heldOut.Entries.Count - found.Count, DeviceReport.ForFilling(transformer), fill, clustering, againstTruth,
            transformer.ModelHash, clock.Elapsed.TotalSeconds);
        ReportFile.Write(Path.Combine(folder, RunReport.FileName), report);
        return report;
    }

    /// <summary>The filled matrix is held to be measured; only <see cref="FillPolicyKind.Threshold"/> leaves it sparse.</summary>
    private static void RequireMemory(CountMatrix counts, UNetGapFillOptions options)
    {
        if (options.Policy.Kind == FillPolicyKind.Threshold) return;
        var genes = options.HighlyVariableGenes == 0 ? counts.GeneCount : Math.Min(options.HighlyVariableGenes, counts.GeneCount);
        AvailableMemory.Require(PerFilledValue * counts.CellCount * genes,
            $"Holding {counts.CellCount} cells x {genes} genes filled, to measure them,",
            "expected fewer --genes, or 'unetfill train' and 'unetfill fill', which hold no matrix");
    }
}
