namespace MLNetUNetFill.Imaging;

/// <summary>The place of every modelled gene in the cell image.</summary>
/// <param name="Height">Rows of the image, a multiple of 4.</param>
/// <param name="Width">Columns of the image, a multiple of 4.</param>
/// <param name="PixelOfGene">Row-major pixel index of each modelled gene; distinct. Pixels without a gene are 0 in every image.</param>
internal sealed record PixelMap(int Height, int Width, int[] PixelOfGene)
{
    /// <summary>Pixels in the image.</summary>
    public int PixelCount => Height * Width;

    /// <summary>The smallest square with sides a multiple of 4 that holds the genes.</summary>
    public static int SideFor(int genes) => Math.Max(4, (int)Math.Ceiling(Math.Sqrt(genes) / 4) * 4);
}
