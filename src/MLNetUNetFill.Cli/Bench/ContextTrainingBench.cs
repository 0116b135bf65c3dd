using MLNetUNetFill.Expression;
using MLNetUNetFill.Network;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Cli.Bench;

/// <summary>Training steps of the context network's U-Net.</summary>
internal sealed class ContextTrainingBench : TrainingBench<ContextTensors>
{
    private readonly ContextTrainingOptions _options;
    private readonly ContextSession _session;

    /// <summary>Prepares the batches.</summary>
    public ContextTrainingBench(BenchModel model, CountMatrix counts, CancellationToken cancelled) : base(model, cancelled)
    {
        _options = ContextTrainingOptions.Of(model.Options);
        var cells = TrainingCounts.Build(counts, model.Parts.ModelledGenes);
        _session = new ContextSession(cells, model.Parts.Pixels, _options, CPU);
        UNetWeights.Load(_session.Step.Network, model.Parts.Network.Weights);
        using var epoch = _session.Draw(1);
        // Training makes batches of about equal size.
        CellsPerStep = cells.CellCount / ((cells.CellCount + _options.BatchSize - 1) / _options.BatchSize);
        Batches = [.. Enumerable.Range(0, Math.Clamp(cells.CellCount / CellsPerStep, 1, BatchCount))
            .Select(batch => epoch.Prepare([.. Enumerable.Range(batch * CellsPerStep, CellsPerStep)]))
            // The epoch disposes of its own tensor.
            .Select(batch => batch with { LogShare = batch.LogShare.clone() })];
    }

    /// <inheritdoc/>
    public override int CellsPerStep { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ContextTensors> Batches { get; }

    /// <inheritdoc/>
    public override void Write(TensorFolder folder)
    {
        folder.Set("learning_rate", _options.LearningRate);
        folder.Set("loss", new { smoothness = _options.SmoothnessWeight });
        foreach (var (number, batch) in Batches.Index())
        {
            folder.Add($"batch{number}.thinned_images", batch.ThinnedImages);
            folder.Add($"batch{number}.log_share", batch.LogShare);
            folder.Add($"batch{number}.rest_counts", batch.RestCounts);
            folder.Add($"batch{number}.rest_libraries", batch.RestLibraries);
        }
    }

    /// <inheritdoc/>
    protected override void SetTraining(bool on) => _session.Step.Network.train(on);

    /// <inheritdoc/>
    protected override Tensor Loss(ContextTensors batch) => _session.Step.Loss(batch).Total;

    /// <inheritdoc/>
    protected override Tensor Step(ContextTensors batch) => _session.Step.Run(batch).narrow(0, 0, 1);

    /// <inheritdoc/>
    protected override void Free() => _session.Dispose();
}
