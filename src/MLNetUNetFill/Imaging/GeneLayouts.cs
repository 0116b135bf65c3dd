using MLNetUNetFill.Expression;
using MLNetUNetFill.Masking;

namespace MLNetUNetFill.Imaging;

/// <summary>Places the modelled genes on the pixels of the cell image.</summary>
internal static class GeneLayouts
{
    /// <summary>Learns a layout on the training cells.</summary>
    /// <param name="layout">Kind of layout.</param>
    /// <param name="cells">The training matrix.</param>
    /// <param name="seed">Seed; the same seed gives the same layout.</param>
    public static PixelMap Learn(GeneLayout layout, NormalizedCells cells, int seed)
    {
        var side = PixelMap.SideFor(cells.GeneCount);
        var pixels = CentralPixels(side, cells.GeneCount);
        switch (layout)
        {
            case GeneLayout.RandomGrid:
                new SplitMix64(seed).Shuffle<int>(pixels);
                return new PixelMap(side, side, pixels);
            case GeneLayout.CoExpressionGrid:
                return new PixelMap(side, side, pixels);
            default:
                throw new ArgumentOutOfRangeException(nameof(layout), layout, $"Layout is {layout}; expected one of {string.Join(", ", Enum.GetNames<GeneLayout>())}.");
        }
    }

    /// <summary>The pixels nearest to the centre, ring by square ring: what is left over is the rim, where convolutions pad anyway.</summary>
    /// <returns>Row-major pixel indices, ascending.</returns>
    private static int[] CentralPixels(int side, int count)
    {
        var centre = (side - 1) / 2.0;
        return [.. Enumerable.Range(0, side * side)
            .OrderBy(pixel => Math.Max(Math.Abs(pixel / side - centre), Math.Abs(pixel % side - centre)))
            .ThenBy(pixel => Math.Abs(pixel / side - centre) + Math.Abs(pixel % side - centre))
            .Take(count).Order()];
    }
}
