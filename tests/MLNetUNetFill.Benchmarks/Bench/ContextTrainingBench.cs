using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Training steps of the context preset's U-Net and of its value network.</summary>
internal sealed class ContextTrainingBench : TrainingBench
{
    private readonly UNetGapFillOptions _options;
    private readonly ContextRecipe _recipe;
    private readonly ContextTensors[] _images;
    private readonly ValueEntries[] _entries;

    /// <summary>Prepares the batches.</summary>
    public ContextTrainingBench(BenchModel model, CountMatrix counts, CancellationToken cancelled) : base(model, cancelled)
    {
        _options = model.Options;
        var cells = TrainingCounts.Build(counts, model.Parts.ModelledGenes);
        _recipe = new ContextRecipe(cells, model.Parts.Pixels, _options, CPU, cancelled);
        var (rate, value) = (_recipe.Rate, _recipe.Value);
        rate.Network.Load(model.Parts.Network.Weights);
        using var epoch = _recipe.Thin(1, cancelled);
        var cellsOfBatches = CellsOfBatches(cells.CellCount, _options.BatchSize);
        // The epoch disposes of its own tensor.
        _images = [.. cellsOfBatches.Select(batch => epoch.Prepare(batch))
            .Select(batch => batch with { LogShare = batch.LogShare.clone() })];
        using var masked = _recipe.MaskedEntries(1, cancelled);
        var perStep = Math.Min(masked.Count, ValueStep.EntriesPerStep);
        _entries = [.. Enumerable.Range(0, Math.Clamp(masked.Count / Math.Max(1, perStep), 1, BatchCount))
            .Select(batch => masked.Select([.. Enumerable.Range(batch * perStep, perStep).Select(entry => (long)entry)]))];
        Networks =
        [
            new TrainingSteps<ContextTensors>("unet", "cells", cellsOfBatches[0].Length, _images, rate.Network, batch =>
                rate.Loss(batch).Total,
                batch => Step(rate.Update, rate.Loss(batch))),
            new TrainingSteps<ValueEntries>("value", "entries", perStep, _entries, rate.Network, batch => value.Loss(batch).Total,
                batch => Step(value.Update, value.Loss(batch))),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ITrainingSteps> Networks { get; }

    /// <inheritdoc/>
    public override void Write(TensorFolder folder)
    {
        folder.Set("learning_rate", _options.LearningRate);
        folder.Set("loss", new
        {
            mse = _options.MseWeight,
            mae = _options.MaeWeight,
            smoothness = _options.SmoothnessWeight,
            deviation = ValueStep.DeviationWeight,
        });
        foreach (var (number, batch) in _images.Index())
        {
            folder.Add($"unet{number}.thinned_images", batch.ThinnedImages);
            folder.Add($"unet{number}.thinned_counts", batch.ThinnedCounts);
            folder.Add($"unet{number}.thinned_libraries", batch.ThinnedLibraries);
            folder.Add($"unet{number}.log_share", batch.LogShare);
            folder.Add($"unet{number}.rest_counts", batch.RestCounts);
            folder.Add($"unet{number}.rest_libraries", batch.RestLibraries);
        }
        foreach (var (number, batch) in _entries.Index())
        {
            folder.Add($"value{number}.channels", batch.Channels);
            folder.Add($"value{number}.pixels", batch.Pixels.to(ScalarType.Float32));
            folder.Add($"value{number}.targets", batch.Targets);
            folder.Add($"value{number}.deviations", batch.Deviations);
        }
    }

    /// <inheritdoc/>
    protected override void Free() => _recipe.Dispose();
}
