using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Context;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using TorchSharp;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class ContextTrainingTests
{
    private static readonly TrainingCounts Counts = ContextCells.Counts;
    private static readonly UNetGapFillOptions Quick = new()
    {
        BaseChannels = 4, Epochs = 3, ValidationFraction = 0.1, Threads = 1, Device = ComputeDevice.Cpu,
    };

    [Fact]
    public void Same_seed_gives_the_same_result_bit_for_bit()
    {
        var (first, second) = (Network(Quick), Network(Quick));

        Assert.All(first.Weights, weight => Assert.Equal(weight.Value.Values, second.Weights[weight.Key].Values));
        Assert.Equal(first.Context.Completion.Basis, second.Context.Completion.Basis);
        Assert.Equal(first.UncertaintyScale, second.UncertaintyScale);
        Assert.NotEqual(first.Weights["rate.gene_bias"].Values, Network(Quick with { Seed = 2 }).Weights["rate.gene_bias"].Values);
    }

    [Fact]
    public void Branches_side_by_side_get_the_weights_that_they_get_one_after_the_other()
    {
        var (one, two) = (Network(Quick), Network(Quick with { Threads = 2 }));

        Assert.All(one.Weights, weight => Assert.Equal(weight.Value.Values, two.Weights[weight.Key].Values));
        Assert.Equal(one.UncertaintyScale, two.UncertaintyScale);
    }

    [Fact]
    public void Learns()
    {
        // Two modules of genes that rise and fall together: each entry follows from the others.
        var cells = TrainingCounts.Build(Shared.Counts.Modules(cells: 80, genes: 30, modules: 2, seed: 1));
        var result = Train(Quick with { Epochs = 20, BaseChannels = 8, LearningRate = 0.01 }, cells);
        var (start, end) = (result.History[0].ValidationLoss, result.History[^1].ValidationLoss);

        Assert.True(end < 0.7 * start, $"the validation loss goes from {start} to {end}");
        Assert.All(result.History, epoch => Assert.True(epoch is { Mse: > 0, Mae: > 0, Smoothness: > 0, CellsPerSecond: > 0 }));
        Assert.Equal(Enumerable.Range(1, 20), result.History.Select(epoch => epoch.Epoch));
        Assert.InRange(((ContextNetwork)result.Network).UncertaintyScale, 0.3, 3);
    }

    [Fact]
    public void The_context_is_that_of_the_full_matrix()
    {
        var result = Network(Quick);

        Assert.Equal(GeneMoments.Measure(Counts).Mean, result.Context.Mean);
        Assert.Equal(Counts.CellCount, result.Context.Landmarks.Count);
        Assert.Equal(ContextCells.Row(Counts, 5), result.Context.Landmarks.Counts.AsSpan(5 * Counts.GeneCount, Counts.GeneCount).ToArray());
    }

    [Fact]
    public void Landmarks_are_limited()
    {
        var result = Network(Quick with { MaxLandmarks = 20 });

        Assert.Equal(20, result.Context.Landmarks.Count);
        Assert.Equal(20 * result.Context.Neighbourhood.Rank, result.Context.Landmarks.Scores.Length);
    }

    [Fact]
    public void Predictions_follow_from_the_weights()
    {
        var result = Network(Quick);
        using var predictor = new ContextPredictor(result, ContextCells.Pixels(Counts));

        var predicted = predictor.Predict(ContextCells.Row(Counts, 3), [Counts.Libraries[3]]);

        Assert.Equal(Counts.GeneCount, predicted.Rate.Length);
        Assert.InRange(predicted.Rate.Sum(), 0.05, 2);
        Assert.All(predicted.Value, value => Assert.True(value >= 0));
        Assert.All(predicted.Detection, probability => Assert.InRange(probability, 0, 1));
        Assert.All(predicted.Deviation, deviation => Assert.True(deviation > 0));
    }

    [Fact]
    public void Progress_reports_every_epoch_and_cancelling_ends_the_training()
    {
        using var source = new CancellationTokenSource();
        var reported = new List<TrainingProgress>();
        var progress = new Listener(report =>
        {
            reported.Add(report);
            if (reported.Count == 2) source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => Train(Quick with { Epochs = 1000 }, progress: progress,
            cancellation: source.Token));

        Assert.Equal([1, 2], reported.Select(report => report.Latest.Epoch));
        Assert.All(reported, report => Assert.Equal(1000, report.Epochs));
    }

    [Fact]
    public void A_loss_that_is_not_finite_says_where_and_what_to_change()
    {
        var error = Assert.Throws<GapFillException>(() => Train(Quick with { MaeWeight = float.MaxValue }));

        Assert.StartsWith("Training diverged in epoch 1: the training loss is", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("set LearningRate below 0.002.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_cell_is_too_few()
    {
        var error = Assert.Throws<GapFillException>(() => Train(Quick, ContextCells.Create(cells: 1)));

        Assert.Equal("The training data hold 1 cell; expected at least 2.", error.Message);
    }

    [Theory]
    [InlineData(2, 16)]
    [InlineData(17, 16)]
    [InlineData(5, 1)]
    public void Any_number_of_cells_and_any_batch_size_will_do(int cells, int batchSize) =>
        Assert.Single(Train(Quick with { Epochs = 1, BatchSize = batchSize }, ContextCells.Create(cells)).History);

    [Theory]
    [InlineData(100, 11)]
    [InlineData(1600, 10)]
    [InlineData(100_000, 6)]
    public void More_cells_need_fewer_epochs(int cells, int epochs)
    {
        Assert.Equal(epochs, ContextSchedule.Epochs(new UNetGapFillOptions(), cells));
        Assert.Equal(40, ContextSchedule.Epochs(new UNetGapFillOptions { Epochs = 40 }, cells));
    }

    [Theory]
    [InlineData(100, 2)]
    [InlineData(400, 2)]
    [InlineData(401, 1)]
    [InlineData(100_000, 1)]
    public void Few_cells_are_masked_twice_in_an_epoch(int cells, int masks)
    {
        Assert.Equal(masks, ContextSchedule.MasksPerEpoch(new UNetGapFillOptions(), cells));
        Assert.Equal(1, ContextSchedule.MasksPerEpoch(new UNetGapFillOptions { Epochs = 100_000, BatchSize = 1 }, cells));
        Assert.Equal(1, ContextSchedule.MasksPerEpoch(new UNetGapFillOptions { Effort = TrainingEffort.Best }, cells));
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(13, 2)]
    public void The_value_branch_learns_from_each_masked_version_twice(int epochs, int batches)
    {
        var device = TorchDevice.Choose(Quick.Requested).Device;
        using var scope = torch.NewDisposeScope();
        using var recipe = new ContextRecipe(Counts, ContextCells.Pixels(Counts), Quick with { Epochs = epochs }, device,
            CancellationToken.None);
        Assert.Equal(batches, recipe.Prepare(1, CancellationToken.None)[1].Batches.Count());
    }

    [Fact]
    public void The_learning_rate_rises_and_falls()
    {
        var rates = Enumerable.Range(0, 1000).Select(step => ContextSchedule.LearningRate(1, step, 1000)).ToArray();

        Assert.Equal(0.02, rates[0], 1e-3);
        Assert.Equal(0.02, rates[^1], 1e-3);
        Assert.Equal(49, Array.IndexOf(rates, rates.Max()));
        Assert.InRange(rates.Max(), 0.98, 1);
    }

    [Fact]
    public void Weights_are_averaged_over_the_last_steps()
    {
        using var scope = torch.NewDisposeScope();
        var parameter = torch.nn.Parameter(torch.zeros(2));
        using var flat = new FlatParameters([parameter]);
        using var average = new WeightAverage(flat, 0.5);
        for (var step = 0; step < 40; step++)
        {
            using (torch.no_grad()) parameter.fill_(step);
            average.Add();
        }

        average.Apply();

        // Each step weighs half as much as the one after it.
        Assert.All(parameter.data<float>().ToArray(), value => Assert.Equal(38, value, 1e-4f));
    }

    private static ContextNetwork Network(UNetGapFillOptions options) => (ContextNetwork)Train(options).Network;

    private static TrainedNetwork Train(UNetGapFillOptions options, TrainingCounts? counts = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default) =>
        PresetTraining.Context(counts ?? Counts, ContextCells.Pixels(counts ?? Counts), options, progress, cancellation);

    /// <summary>Unlike <see cref="Progress{T}"/>, calls back at once.</summary>
    private sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }
}
