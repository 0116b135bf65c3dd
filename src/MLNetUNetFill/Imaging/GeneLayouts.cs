namespace MLNetUNetFill.Imaging;

/// <summary>Places the modelled genes on the pixels of the cell image.</summary>
internal static class GeneLayouts
{
    /// <summary>Learns a layout on the training cells.</summary>
    /// <param name="layout">Kind of layout.</param>
    /// <param name="cells">The training matrix.</param>
    /// <param name="seed">Seed; the same seed gives the same layout.</param>
    /// <param name="levels">Columns of <see cref="GeneLayout.GeneByLevel"/>, a multiple of 4.</param>
    /// <param name="cancellation">Ends it.</param>
    public static PixelMap Learn(GeneLayout layout, SparseCells cells, int seed, int levels = 8, CancellationToken cancellation = default)
    {
        var side = PixelMap.SideFor(cells.GeneCount);
        var pixels = CentralPixels(side, cells.GeneCount);
        switch (layout)
        {
            case GeneLayout.RandomGrid:
                new SplitMix64(seed).Shuffle<int>(pixels);
                return new PixelMap(side, side, pixels);
            case GeneLayout.CoExpressionGrid:
                var profiles = GeneProfiles.Compute(cells, seed, cancellation);
                var start = PlaceByFirstTwoComponents(profiles, pixels, side);
                GridSorter.Sort(side, profiles, start, seed, cancellation);
                return new PixelMap(side, side, start);
            case GeneLayout.GeneByLevel:
                return InRows(Learn(GeneLayout.CoExpressionGrid, cells, seed, cancellation: cancellation), levels);
            default:
                throw new ArgumentOutOfRangeException(nameof(layout), layout,
                    $"Layout is {layout}; expected one of {string.Join(", ", Enum.GetNames<GeneLayout>())}.");
        }
    }

    /// <summary>One gene per row, in the order of a line that runs to and fro through the grid, so that neighbours stay
    /// neighbours.</summary>
    private static PixelMap InRows(PixelMap grid, int levels)
    {
        var rows = new int[grid.PixelOfGene.Length];
        int[] genes = [.. Enumerable.Range(0, rows.Length).OrderBy(gene => PlaceOnLine(grid.PixelOfGene[gene], grid.Width))];
        for (var row = 0; row < genes.Length; row++) rows[genes[row]] = row;
        return new PixelMap((rows.Length + 3) / 4 * 4, levels, Array.ConvertAll(rows, row => row * levels)) { Levels = levels };
    }

    private static int PlaceOnLine(int pixel, int width)
    {
        var (row, column) = Math.DivRem(pixel, width);
        return row * width + (row % 2 == 0 ? column : width - 1 - column);
    }

    /// <summary>The start of the sorting: the first component from left to right, within a column of pixels the second from top to
    /// bottom.</summary>
    private static int[] PlaceByFirstTwoComponents(float[] profiles, int[] pixels, int side)
    {
        var length = profiles.Length / pixels.Length;
        var genes = Enumerable.Range(0, pixels.Length).OrderBy(gene => profiles[gene * length]).ToArray();
        var placed = new int[pixels.Length];
        var first = 0;
        foreach (var column in pixels.GroupBy(pixel => pixel % side).OrderBy(column => column.Key))
        {
            var members = genes.Skip(first).Take(column.Count()).OrderBy(gene => profiles[gene * length + Math.Min(1, length - 1)]);
            foreach (var (gene, pixel) in members.Zip(column)) placed[gene] = pixel;
            first += column.Count();
        }
        return placed;
    }

    /// <summary>The pixels nearest to the centre, ring by square ring. The empty pixels are at the rim, where convolutions pad
    /// anyway.</summary>
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

/// <summary>The place of every modelled gene in the cell image.</summary>
/// <param name="Height">Rows of the image, a multiple of 4.</param>
/// <param name="Width">Columns of the image, a multiple of 4.</param>
/// <param name="PixelOfGene">Row-major pixel index of each modelled gene; distinct. Pixels without a gene are 0 in every image.</param>
internal sealed record PixelMap(int Height, int Width, int[] PixelOfGene)
{
    /// <summary>Pixels that a gene takes: its own and those to the right of it, one for each level of expression. 1 where the brightness of
    /// one pixel is the expression of a gene; else the width of the image.</summary>
    public int Levels { get; init; } = 1;

    /// <summary>Pixels in the image.</summary>
    public int PixelCount => Height * Width;

    /// <summary>Pixels in the image that training asks for: one for all levels of a gene.</summary>
    public int TargetCount => PixelCount / Levels;

    /// <summary>The smallest square with sides a multiple of 4 that holds the genes.</summary>
    public static int SideFor(int genes) => Math.Max(4, (int)Math.Ceiling(Math.Sqrt(genes) / 4) * 4);
}
