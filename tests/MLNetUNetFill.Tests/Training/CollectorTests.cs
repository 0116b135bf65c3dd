using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;

namespace MLNetUNetFill.Tests.Training;

/// <summary>
/// Trains beside a thread that collects garbage and runs finalizers without pause, as any busy program may: what only a finalizer frees
/// would be freed while libtorch uses it. Scalars that TorchSharp makes by itself made this test fail within its first second.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class CollectorTests
{
    private static readonly SimulatedCells Cells = CellSimulator.Simulate(new SimulationOptions { Cells = 120, Genes = 120, CellTypes = 3,
        Seed = 3 });

    [Theory]
    [InlineData(GapFillPreset.Context, 1)]
    [InlineData(GapFillPreset.Context, 2)]
    [InlineData(GapFillPreset.Published, 1)]
    public void A_busy_collector_changes_no_byte_of_the_model(GapFillPreset preset, int threads)
    {
        var options = TestCells.Quick with { Preset = preset, Epochs = 8, BatchSize = 8, Threads = threads };

        Compare(() =>
        {
            using var transformer = new UNetGapFillEstimator(options).Fit(TestCells.View(Cells.Counts));
            return [.. transformer.ModelHash.Select(letter => (float)letter)];
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_busy_collector_changes_nothing_of_dca(bool thinning) =>
        Compare(() => new DcaBaseline { ThinningTraining = thinning, Epochs = 25, Threads = 1 }.Impute(Cells.Counts, default).Filled);

    [Fact]
    public void A_busy_collector_changes_nothing_of_the_low_rank_baselines()
    {
        Compare(() => new LowRankBaseline().Impute(Cells.Counts, default).Filled);
        Compare(() => new LinearStackBaseline().Impute(Cells.Counts, default).Filled);
    }

    private static void Compare(Func<float[]> compute)
    {
        var before = DisposeScopeManager.Statistics.TensorStatistics.CreatedOutsideScopeCount;
        var quiet = compute();
        var outside = DisposeScopeManager.Statistics.TensorStatistics.CreatedOutsideScopeCount - before;

        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            Assert.Equal(quiet, compute());
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
        Assert.True(outside == 0,
            $"{outside} tensors were made outside every dispose scope: only a finalizer frees them, or what holds them");
    }
}
