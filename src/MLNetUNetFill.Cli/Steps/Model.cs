using Microsoft.ML;
using MLNetUNetFill.Devices;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Trains a model with a display of its progress.</summary>
internal static class Model
{
    /// <summary>Fails at once if a library or the requested device is unavailable, not after all the work before the training.</summary>
    /// <exception cref="GapFillException">It is unavailable.</exception>
    public static void RequireDevice(UNetGapFillOptions options)
    {
        TorchDevice.Choose(options.Requested);
        DeviceSession.Require(options.EffectiveScoring.Requested);
    }

    /// <summary>Trains on cells.</summary>
    public static UNetGapFillTransformer Train(CommandContext context, IDataView cells, UNetGapFillOptions options)
    {
        var transformer = TrainingDisplay.Run(context.Log, display =>
            new UNetGapFillEstimator(options with { OnSuspiciousInput = SuspiciousInput.Accept }, display, context.Cancelled)
            {
                Planned = display,
            }.Fit(cells));
        context.Cancelled.ThrowIfCancellationRequested();
        var best = transformer.History[transformer.BestEpoch - 1];
        var kept = best.Epoch < transformer.History.Count ? $"; kept epoch {best.Epoch}" : "";
        var device = DeviceReport.ForTraining(transformer).Describe();
        context.Log.Info($"Trained {Counted.Text(transformer.History.Count, "epoch")} on {device}{kept} "
            + $"(validation loss {best.ValidationLoss:G4}).");
        Describe(context, transformer);
        return transformer;
    }

    /// <summary>Loads a model, to fill and, where it can, to tell cells that are unlike those of its training.</summary>
    public static UNetGapFillTransformer Load(CommandContext context, string path, DeviceRequest device, int threads, int batchSize,
        FillPolicy? policy)
    {
        var model = GapFillModelFile.Load(path);
        if (!model.IsSealed)
            context.Log.Warn($"{path} was written by a version that stored no checksum: whether it was changed since cannot be told.");
        if (policy is { } asked && asked != model.Policy && model.Preset == GapFillPreset.Published)
            throw new GapFillException($"--policy is {PolicyOptions.Describe(asked)}, but {path} is a model of the published preset, which "
                + $"knows values if expressed alone; expected --policy {PolicyOptions.Describe(model.Policy)}, or none.");
        var transformer = new UNetGapFillTransformer(model, new()
        {
            Device = device.Device, GpuDeviceId = device.GpuDeviceId, Threads = threads, BatchSize = batchSize, Policy = policy,
            AdditionalColumns = model.KnowsNovelty ? GapFillColumns.Novelty : GapFillColumns.None,
        });
        Describe(context, transformer);
        return transformer;
    }

    private static void Describe(CommandContext context, UNetGapFillTransformer transformer)
    {
        var passed = transformer.GeneNames.Count - transformer.ModelledGeneCount;
        var others = passed > 0 ? $"; the other {passed:N0} {(passed == 1 ? "keeps its" : "keep their")} normalised observed value" : "";
        context.Log.Info($"{transformer.ModelledGeneCount:N0} of {Counted.Text(transformer.GeneNames.Count, "gene")} are "
            + $"modelled{others}.");
        context.Log.Info($"Fills on {DeviceReport.ForFilling(transformer).Describe()}.");
    }
}
