using MLNetUNetFill.Cells;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Devices;
using MLNetUNetFill.Tests.Imaging;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using TorchSharp;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class PublishedTrainingTests
{
    private static readonly UNetGapFillOptions Quick = new()
    {
        Preset = GapFillPreset.Published, BaseChannels = 4, BatchSize = 8, Epochs = 6, ValidationFraction = 0.1, LearningRate = 0.01,
            Threads = 1, Device = ComputeDevice.Cpu,
    };

    [Fact]
    public void Learns_what_tells_the_cell_types_apart()
    {
        var result = Train(Quick with { Epochs = 60, DropoutRate = 0, Patience = 60 }, SyntheticCells.Create(64));

        // A cell type's genes alternate between about 1 and 3: a constant would stay at a mean absolute error of a third of the range.
        Assert.True(result.History[result.BestEpoch - 1].Mae < 0.1,
            $"the mean absolute error stays at {result.History[result.BestEpoch - 1].Mae}");
    }

    [Fact]
    public void Learns_from_levels_of_expression()
    {
        var cells = SyntheticCells.Create(64);
        var pixels = new PixelMap(32, 8, [.. Enumerable.Range(0, cells.GeneCount).Select(gene => gene * 8)]) { Levels = 8 };
        var scaling = PixelScaling.Learn(ExpressionScaling.Global, cells);

        var result = PresetTraining.Published(cells, pixels, scaling, Quick with { Epochs = 40, DropoutRate = 0, Patience = 40 }, null,
            CancellationToken.None);

        Assert.True(result.History[result.BestEpoch - 1].Mae < 0.1,
            $"the mean absolute error stays at {result.History[result.BestEpoch - 1].Mae}");
    }

    [Fact]
    public void Same_seed_gives_the_same_weights_bit_for_bit()
    {
        var (first, second) = (Train(Quick), Train(Quick));

        AssertSame(first.Network.Weights, second.Network.Weights);
        Assert.Equal(first.History.Select(epoch => epoch with { CellsPerSecond = 0 }),
            second.History.Select(epoch => epoch with { CellsPerSecond = 0 }));
    }

    [Fact]
    public void Another_seed_gives_other_weights() =>
        Assert.NotEqual(Train(Quick).Network.Weights["head.weight"].Values,
        Train(Quick with { Seed = 2 }).Network.Weights["head.weight"].Values);

    [Fact]
    public void Weights_are_those_of_the_best_epoch()
    {
        // A step this large makes the validation loss jump about.
        var options = Quick with { LearningRate = 0.1, Epochs = 12, Patience = 4 };
        var result = Train(options);
        var losses = result.History.Select(epoch => epoch.ValidationLoss).ToArray();

        Assert.Equal(Array.IndexOf(losses, losses.Min()) + 1, result.BestEpoch);
        Assert.Equal(Math.Min(12, result.BestEpoch + 4), losses.Length);
        AssertSame(result.Network.Weights, Train(options with { Epochs = result.BestEpoch }).Network.Weights);
    }

    [Fact]
    public void History_and_progress_have_every_epoch_and_every_term()
    {
        var options = Quick with { MseWeight = 2, MaeWeight = 0.5f, SmoothnessWeight = 0.3f };
        var reported = new List<TrainingProgress>();

        var result = Train(options, progress: new Listener(reported.Add));

        Assert.Equal([1, 2, 3, 4, 5, 6], result.History.Select(epoch => epoch.Epoch));
        Assert.Equal(result.History, reported.Select(progress => progress.Latest));
        Assert.All(reported, progress => Assert.Equal(6, progress.Epochs));
        Assert.Equal(result.BestEpoch, reported[^1].BestEpoch);
        Assert.Equal(TimeSpan.Zero, reported[^1].Remaining);
        Assert.All(result.History, epoch =>
        {
            Assert.Equal(2 * epoch.Mse + 0.5 * epoch.Mae + 0.3f * epoch.Smoothness, epoch.TrainingLoss, 1e-5);
            Assert.True(epoch is { Mse: > 0, Mae: > 0, Smoothness: > 0, ValidationLoss: > 0, CellsPerSecond: > 0 });
        });
        Assert.Equal(("cpu", null), (result.DeviceUsed, result.Note));
    }

    [Fact]
    public void Cancelling_ends_the_training_and_the_next_one_runs()
    {
        using var source = new CancellationTokenSource();
        var epochs = 0;
        var progress = new Listener(_ =>
        {
            if (++epochs == 2) source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => Train(Quick with { Epochs = 1000 }, progress: progress,
            cancellation: source.Token));

        Assert.Equal(2, epochs);
        Assert.Equal(6, Train(Quick).History.Count);
    }

    [Fact]
    public void A_diverging_training_says_where_and_what_to_change()
    {
        var error = Assert.Throws<GapFillException>(() => Train(Quick with { LearningRate = 1e30 }));

        Assert.StartsWith("Training diverged in epoch 1: the training loss is NaN", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("set LearningRate below 1E+30.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_cell_is_too_few()
    {
        var error = Assert.Throws<GapFillException>(() => Train(Quick, SyntheticCells.Create(1)));

        Assert.Equal("The training data hold 1 cell; expected at least 2.", error.Message);
    }

    [Fact]
    public void Cells_too_empty_to_set_entries_aside_are_refused()
    {
        var cells = new SparseCells(2, [0, 1, 3], [0, 0, 1], [1, 2, 1]);

        var error = Assert.Throws<GapFillException>(() => Train(Quick, cells));

        Assert.StartsWith("The 2 training cells hold 3 observed entries, too few", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 16)]
    [InlineData(17, 16)]
    [InlineData(5, 1)]
    public void No_batch_is_left_with_a_single_cell(int cells, int batchSize)
    {
        // 12 genes make an image of 4 x 4, whose bottleneck is one pixel: batch normalisation refuses a batch of one such cell.
        var result = Train(Quick with { Epochs = 1, BatchSize = batchSize }, SyntheticCells.Create(cells, genes: 12));

        Assert.Single(result.History);
    }

    [Fact]
    public void The_thread_count_of_the_process_comes_back()
    {
        var before = torch.get_num_threads();

        Train(Quick with { Epochs = 1, Threads = before + 1 });

        Assert.Equal(before, torch.get_num_threads());
    }

    [TorchCudaFact]
    [Trait("Needs", "CUDA")]
    public void Trains_on_cuda()
    {
        var result = Train(Quick with { Device = ComputeDevice.Cuda });

        Assert.Equal("cuda:0", result.DeviceUsed);
        Assert.Equal(Train(Quick).History[0].ValidationLoss, result.History[0].ValidationLoss, 1e-2);
    }

    private static TrainedNetwork Train(UNetGapFillOptions options, SparseCells? cells = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        cells ??= SyntheticCells.Create();
        var scaling = PixelScaling.Learn(ExpressionScaling.Global, cells);
        return PresetTraining.Published(cells, SyntheticCells.Pixels(cells), scaling, options, progress, cancellation);
    }

    private static void AssertSame(IReadOnlyDictionary<string, WeightTensor> expected, IReadOnlyDictionary<string, WeightTensor> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, weight => Assert.Equal(weight.Value.Values, actual[weight.Key].Values));
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, calls back at once.</summary>
    private sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }
}
