using MLNetUNetFill.Cells;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Tests.Training;

public class TrainingMemoryTests
{
    private static readonly UNetGapFillOptions Options = new();

    [Fact]
    public void The_plan_gives_the_sizes_of_the_training()
    {
        var plan = TrainingMemory.Plan(Options with { MaxLandmarks = 50 }, Statistics(cells: 300, genes: 40, detected: 10),
            [.. Enumerable.Range(0, 30)], 200);
        Assert.Equal((300, 200, 30, 50), (plan.Cells, plan.TrainingCells, plan.Genes, plan.Landmarks));
        Assert.Matches(@"^Training on 200 of 300 cells and 30 genes with 50 landmarks needs about \d+\.\d GB of memory\.$",
            plan.ToString());

        plan = TrainingMemory.Plan(new() { Preset = GapFillPreset.Published }, Statistics(1200, 40, 10), [0, 1, 2], 1200);
        Assert.Matches(@"^Training on 1,200 cells and 3 genes needs about ", plan.ToString());
    }

    [Fact]
    public void Memory_grows_with_cells_entries_genes_landmarks_and_the_network()
    {
        var (few, many) = (Statistics(3000, 2000, 100), Statistics(3000, 2000, 400));
        int[] genes = [.. Enumerable.Range(0, 2000)];
        var bytes = Plan(Options, few, genes, 1000);
        Assert.True(Plan(Options, few, genes, 2000) > bytes);
        Assert.True(Plan(Options, many, genes, 1000) > bytes);
        Assert.True(Plan(Options, few, genes[..1000], 1000) < bytes);
        Assert.True(Plan(Options with { MaxLandmarks = 500 }, few, genes, 1000) < bytes);
        Assert.True(Plan(Options with { BaseChannels = 64 }, few, genes, 1000) > bytes);
        Assert.True(Plan(Options with { BatchSize = 512 }, few, genes, 1000) > bytes);
        Assert.True(Plan(new() { Preset = GapFillPreset.Published }, few, genes, 1000) < bytes);
    }

    [Fact]
    public void More_than_the_machine_has_is_refused_with_the_options_to_lower()
    {
        var options = Options with { MaxTrainingCells = int.MaxValue, MaxLandmarks = 65536 };
        var error = Assert.Throws<GapFillException>(() => TrainingMemory.Plan(options, Statistics(1000, 20_000, 1000),
            [.. Enumerable.Range(0, 20_000)], 2_000_000_000));
        Assert.Matches(@"^Training on 2,000,000,000 .* needs about [\d.]+ GB of memory, but [\d.]+ GB are available; expected less than "
            + @"that: lower MaxTrainingCells \(2147483647\), MaxLandmarks \(65536\) or HighlyVariableGenes \(2048\)\.$", error.Message);
    }

    private static long Plan(UNetGapFillOptions options, GeneStatistics statistics, int[] genes, int cells) =>
        TrainingMemory.Plan(options, statistics, genes, cells).MemoryBytes;

    /// <summary>Every gene is seen in as many cells as are given in thousandths, rounded up.</summary>
    private static GeneStatistics Statistics(int cells, int genes, int detected)
    {
        var statistics = new GeneStatistics(genes);
        int[] all = [.. Enumerable.Range(0, genes)];
        var ones = Enumerable.Repeat(1f, genes).ToArray();
        for (var cell = 0; cell < cells; cell++)
            if (cell * 1000L / cells < detected) statistics.Add(all, ones, genes);
            else statistics.Add([], [], 1);
        return statistics;
    }
}
