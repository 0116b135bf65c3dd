namespace MLNetUNetFill.Imaging;

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
