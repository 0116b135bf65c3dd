using Microsoft.ML;
using MLNetUNetFill.Cli.Parsing;
using MLNetUNetFill.Cli.Terminal;
using MLNetUNetFill.Devices;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Trains a model with a display of its progress.</summary>
internal static class Model
{
    /// <summary>Trains on cells.</summary>
    public static UNetGapFillTransformer Train(CommandContext context, IDataView cells, UNetGapFillOptions options)
    {
        var transformer = TrainingDisplay.Run(context.Log, display =>
            new UNetGapFillEstimator(options, display, context.Cancelled) { Planned = display }.Fit(cells));
        context.Cancelled.ThrowIfCancellationRequested();
        var best = transformer.History[transformer.BestEpoch - 1];
        var kept = best.Epoch < transformer.History.Count ? $"; kept epoch {best.Epoch}" : "";
        context.Log.Info($"Trained {Counted.Of(transformer.History.Count, "epoch")} on {Device.DescribeTraining(transformer)}{kept} (validation loss {best.ValidationLoss:G4}).");
        SayGenes(context, transformer);
        context.Log.Info($"Fills on {Device.Describe(transformer)}.");
        return transformer;
    }

    /// <summary>Loads a model and makes sure that it is for these genes.</summary>
    public static UNetGapFillTransformer Load(CommandContext context, string path, CountSource counts, string countsFolder,
        DeviceRequest device, int threads, int batchSize, FillPolicy? policy)
    {
        var transformer = UNetGapFillTransformer.Load(path, device.Device, threads, batchSize, device.GpuDeviceId);
        if (!transformer.HasChecksum)
            context.Log.Warn($"{path} was written by a version that stored no checksum: whether it was changed since cannot be told.");
        if (policy is { } asked && asked != transformer.Policy)
        {
            using var loaded = transformer;
            if (loaded.Preset == GapFillPreset.Published)
                throw new GapFillException($"--policy is {PolicyOptions.Describe(asked)}, but {path} is a model of the published preset, which knows values if expressed alone; "
                    + $"expected --policy {PolicyOptions.Describe(loaded.Policy)}, or none.");
            transformer = loaded.WithPolicy(asked);
        }
        RequireGenes(transformer.GeneNames, path, counts.GeneNames, countsFolder);
        SayGenes(context, transformer);
        context.Log.Info($"Fills on {Device.Describe(transformer)}.");
        return transformer;
    }

    private static void SayGenes(CommandContext context, UNetGapFillTransformer transformer)
    {
        var passed = transformer.GeneNames.Count - transformer.ModelledGeneCount;
        var others = passed > 0 ? $"; the other {passed:N0} {(passed == 1 ? "keeps its" : "keep their")} normalised observed value" : "";
        context.Log.Info($"{transformer.ModelledGeneCount:N0} of {Counted.Of(transformer.GeneNames.Count, "gene")} are modelled{others}.");
    }

    private static void RequireGenes(IReadOnlyList<string> model, string path, IReadOnlyList<string> input, string folder)
    {
        if (model.Count != input.Count)
            throw new GapFillException($"{path} was trained on {Counted.Of(model.Count, "gene")}, but {folder} has {input.Count:N0}; "
                + "expected the genes of its training input.");
        for (var gene = 0; gene < model.Count; gene++)
            if (model[gene] != input[gene])
                throw new GapFillException($"{path} was trained on other genes than {folder} has: "
                    + $"gene {gene + 1} is '{input[gene]}'; expected '{model[gene]}'.");
    }
}
