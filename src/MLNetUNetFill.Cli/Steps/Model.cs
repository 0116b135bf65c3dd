using MLNetUNetFill.Cli.Parsing;
using MLNetUNetFill.Cli.Terminal;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Evaluation.Benchmark;
using MLNetUNetFill.IO;
using Microsoft.ML;

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
        context.Log.Info($"Trained {Counted.Text(transformer.History.Count, "epoch")} on {Device.DescribeTraining(transformer)}{kept} "
            + $"(validation loss {best.ValidationLoss:G4}).");
        SayGenes(context, transformer);
        context.Log.Info($"Fills on {Device.Describe(transformer)}.");
        return transformer;
    }

    /// <summary>Loads a model and checks that it was trained on these genes.</summary>
    public static UNetGapFillTransformer Load(CommandContext context, string path, CountSource counts, string countsFolder,
        DeviceRequest device, int threads, int batchSize, FillPolicy? policy)
    {
        var transformer = UNetGapFillTransformer.Load(path,
            new() { Device = device.Device, GpuDeviceId = device.GpuDeviceId, Threads = threads, BatchSize = batchSize });
        if (!transformer.HasChecksum)
            context.Log.Warn($"{path} was written by a version that stored no checksum: whether it was changed since cannot be told.");
        if (policy is { } asked && asked != transformer.Policy)
        {
            using var loaded = transformer;
            if (loaded.Preset == GapFillPreset.Published)
                throw new GapFillException($"--policy is {PolicyOptions.Describe(asked)}, but {path} is a model of the published "
                    + $"preset, which knows values if expressed alone; "
                    + $"expected --policy {PolicyOptions.Describe(loaded.Policy)}, or none.");
            transformer = loaded.With(loaded.Scoring with { Policy = asked });
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
        context.Log.Info($"{transformer.ModelledGeneCount:N0} of {Counted.Text(transformer.GeneNames.Count, "gene")} are "
            + $"modelled{others}.");
    }

    private static void RequireGenes(IReadOnlyList<string> model, string path, IReadOnlyList<string> input, string folder)
    {
        if (model.Count != input.Count)
            throw new GapFillException($"{path} was trained on {Counted.Text(model.Count, "gene")}, but {folder} has {input.Count:N0}; "
                + "expected the genes of its training input.");
        for (var gene = 0; gene < model.Count; gene++)
            if (model[gene] != input[gene])
                throw new GapFillException($"{path} was trained on other genes than {folder} has: "
                    + $"gene {gene + 1} is '{input[gene]}'; expected '{model[gene]}'.");
    }
}

/// <summary>Describes the requested and the used devices.</summary>
internal static class Device
{
    /// <summary>Fails at once if the requested device is unavailable, not after all the work before the training.</summary>
    /// <exception cref="GapFillException">It is unavailable.</exception>
    public static void RequireForTraining(UNetGapFillOptions options) => TorchDevice.Choose(options.Requested);

    /// <summary>Where cells are filled, in words.</summary>
    public static string Describe(UNetGapFillTransformer transformer) => DeviceReport.ForFilling(transformer).Describe();

    /// <summary>Where the network was trained, in words.</summary>
    public static string DescribeTraining(UNetGapFillTransformer transformer) => DeviceReport.ForTraining(transformer).Describe();
}
