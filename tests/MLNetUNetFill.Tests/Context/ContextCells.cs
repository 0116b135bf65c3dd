using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Imaging;
using TorchSharp;

namespace MLNetUNetFill.Tests.Context;

/// <summary>Small simulated count matrices and their contexts.</summary>
internal static class ContextCells
{
    /// <summary>60 cells of three types, 40 of 50 genes: more landmarks than neighbours.</summary>
    public static readonly TrainingCounts Counts = Create();

    public static TrainingCounts Create(int cells = 60, int seed = 5)
    {
        var simulated = CellSimulator.Simulate(new SimulationOptions { Cells = 60, Genes = 50, CellTypes = 3, Seed = seed }).Counts;
        return TrainingCounts.Build(simulated.SelectCells([.. Enumerable.Range(0, cells)]), [.. Enumerable.Range(0, 40)]);
    }

    /// <summary>Pixels in reverse, with some of them empty.</summary>
    public static PixelMap Pixels(TrainingCounts counts) => new(8, 8, [.. Enumerable.Range(0, counts.GeneCount).Select(gene => 60 - gene)]);

    public static ContextFit Fitter(TrainingCounts counts, int[]? landmarks = null) =>
        new(landmarks ?? [.. Enumerable.Range(0, counts.CellCount)], 1, torch.CPU);

    public static float[] Row(TrainingCounts counts, int cell)
    {
        var row = new float[counts.GeneCount];
        counts.CopyTo(cell, row);
        return row;
    }

    /// <summary>The context images of all cells of a matrix.</summary>
    public static float[] Images(CellContext context, TrainingCounts counts, Func<int, int> own)
    {
        using var channels = new ContextChannels(context, Pixels(counts), torch.CPU, 1);
        using var images = channels.Images([.. Enumerable.Range(0, counts.CellCount).SelectMany(cell => Row(counts, cell))],
            counts.Libraries,
            [.. Enumerable.Range(0, counts.CellCount).Select(own)]);
        return images.data<float>().ToArray();
    }
}
