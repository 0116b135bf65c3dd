using MLNetUNetFill.Cells;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Training steps of the published network.</summary>
internal sealed class PublishedTrainingBench : TrainingBench
{
    private readonly UNetGapFillOptions _options;
    private readonly PublishedRecipe _recipe;
    private readonly ((Tensor Inputs, Tensor Targets, Tensor Mask) Images, int Entries)[] _batches;

    /// <summary>Prepares the batches.</summary>
    public PublishedTrainingBench(BenchModel model, CountMatrix counts, CancellationToken cancelled) : base(model, cancelled)
    {
        _options = model.Options;
        var network = (PublishedNetwork)model.Parts.Network;
        var cells = TrainingCounts.Build(counts, model.Parts.ModelledGenes).Normalize();
        _recipe = new PublishedRecipe(cells, model.Parts.Pixels, new PixelScaling(network.Scale, network.Offset), _options, CPU);
        var step = _recipe.Step;
        step.Network.Load(network.Weights);
        var cellsOfBatches = CellsOfBatches(cells.CellCount, _options.BatchSize);
        _batches = [.. cellsOfBatches.Select(batch => _recipe.Prepare(1, batch))];
        Networks = [new TrainingSteps<((Tensor, Tensor, Tensor) Images, int Entries)>("unet", "cells", cellsOfBatches[0].Length, _batches,
            step.Network,
            batch => step.Loss(batch.Images, batch.Entries).Total, batch => Step(step.Update, step.Loss(batch.Images, batch.Entries)))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ITrainingSteps> Networks { get; }

    /// <inheritdoc/>
    public override void Write(TensorFolder folder)
    {
        folder.Set("learning_rate", _options.LearningRate);
        folder.Set("loss", new { mse = _options.MseWeight, mae = _options.MaeWeight, smoothness = _options.SmoothnessWeight });
        foreach (var (number, (images, entries)) in _batches.Index())
        {
            folder.Add($"unet{number}.inputs", images.Inputs);
            folder.Add($"unet{number}.targets", images.Targets);
            folder.Add($"unet{number}.mask", images.Mask);
            folder.Add($"unet{number}.entries", [entries], 1);
        }
    }

    /// <inheritdoc/>
    protected override void Free() => _recipe.Dispose();
}
