using MLNetUNetFill.Expression;
using MLNetUNetFill.Network;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Cli.Bench;

/// <summary>Training steps of the published network.</summary>
internal sealed class PublishedTrainingBench : TrainingBench<((Tensor Inputs, Tensor Targets, Tensor Mask) Images, int Entries)>
{
    private readonly UNetGapFillOptions _options;
    private readonly TrainingSession _session;

    /// <summary>Prepares the batches.</summary>
    public PublishedTrainingBench(BenchModel model, CountMatrix counts, CancellationToken cancelled) : base(model, cancelled)
    {
        _options = model.Options;
        var network = (PublishedNetwork)model.Parts.Network;
        var cells = TrainingCounts.Build(counts, model.Parts.ModelledGenes).Normalize();
        _session = new TrainingSession(cells, model.Parts.Pixels, new PixelScaling(network.Scale, network.Offset), _options, CPU);
        UNetWeights.Load(_session.Step.Network, network.Weights);
        // Training makes batches of about equal size.
        CellsPerStep = cells.CellCount / ((cells.CellCount + _options.BatchSize - 1) / _options.BatchSize);
        Batches = [.. Enumerable.Range(0, Math.Clamp(cells.CellCount / CellsPerStep, 1, BatchCount))
            .Select(batch => _session.Prepare(1, [.. Enumerable.Range(batch * CellsPerStep, CellsPerStep)]))];
    }

    /// <inheritdoc/>
    public override int CellsPerStep { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<((Tensor Inputs, Tensor Targets, Tensor Mask) Images, int Entries)> Batches { get; }

    /// <inheritdoc/>
    public override void Write(TensorFolder folder)
    {
        folder.Set("learning_rate", _options.LearningRate);
        folder.Set("loss", new { mse = _options.MseWeight, mae = _options.MaeWeight, smoothness = _options.SmoothnessWeight });
        foreach (var (number, (images, entries)) in Batches.Index())
        {
            folder.Add($"batch{number}.inputs", images.Inputs);
            folder.Add($"batch{number}.targets", images.Targets);
            folder.Add($"batch{number}.mask", images.Mask);
            folder.Add($"batch{number}.entries", [entries], 1);
        }
    }

    /// <inheritdoc/>
    protected override void SetTraining(bool on) => _session.Step.Network.train(on);

    /// <inheritdoc/>
    protected override Tensor Loss(((Tensor Inputs, Tensor Targets, Tensor Mask) Images, int Entries) batch) =>
        _session.Step.Loss(batch.Images, batch.Entries).Total;

    /// <inheritdoc/>
    protected override Tensor Step(((Tensor Inputs, Tensor Targets, Tensor Mask) Images, int Entries) batch) =>
        _session.Step.Run(batch.Images, batch.Entries).Total.detach();

    /// <inheritdoc/>
    protected override void Free() => _session.Dispose();
}
