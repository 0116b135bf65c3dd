using MLNetUNetFill.Cells;
using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Tests.Imaging;

/// <summary>Small training matrices: two cell types, which a gene's value tells apart, and four entries in ten never seen.</summary>
internal static class SyntheticCells
{
    public static SparseCells Create(int cells = 24, int genes = 30, int seed = 1)
    {
        var random = new Random(seed);
        var starts = new int[cells + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (var cell = 0; cell < cells; cell++)
        {
            for (var gene = 0; gene < genes; gene++)
            {
                if (random.NextDouble() < 0.4) continue;
                columns.Add(gene);
                values.Add(1 + (cell + gene) % 2 * 2 + 0.2f * random.NextSingle());
            }
            starts[cell + 1] = columns.Count;
        }
        return new SparseCells(genes, starts, [.. columns], [.. values]);
    }

    public static PixelMap Pixels(SparseCells cells)
    {
        var side = PixelMap.SideFor(cells.GeneCount);
        return new PixelMap(side, side, [.. Enumerable.Range(0, cells.GeneCount)]);
    }
}
