using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Imaging;

/// <summary>
/// Paints cells as one-channel images: a slice of <c>PixelMap.PixelCount</c> floats a cell, so a batch is one buffer
/// <c>[cells, 1, height, width]</c>. An entry that is hidden looks like one that was never observed: pixel 0, whatever the gene's offset.
/// </summary>
internal sealed class CellImages
{
    private readonly NormalizedCells _cells;
    private readonly PixelScaling _scaling;
    private readonly int[] _pixelOfGene;

    /// <summary>Prepares to paint the given cells.</summary>
    public CellImages(NormalizedCells cells, PixelScaling scaling, PixelMap pixels)
    {
        (_cells, _scaling, _pixelOfGene) = (cells, scaling, pixels.PixelOfGene);
        PixelCount = pixels.PixelCount;
    }

    /// <summary>Pixels in one image.</summary>
    public int PixelCount { get; }

    /// <summary>Paints all observed entries of a cell.</summary>
    /// <param name="cell">Row of the training matrix.</param>
    /// <param name="image">Length <see cref="PixelCount"/>, overwritten.</param>
    public void Paint(int cell, Span<float> image)
    {
        image.Clear();
        for (var position = _cells.RowStarts[cell]; position < _cells.RowStarts[cell + 1]; position++) Paint(position, image, out _);
    }

    /// <summary>Takes entries of a painted cell out of its image again.</summary>
    /// <param name="positions">Indices into <see cref="NormalizedCells.Values"/>.</param>
    /// <param name="image">The image of the cell that these entries belong to.</param>
    public void Hide(ReadOnlySpan<int> positions, Span<float> image)
    {
        foreach (var position in positions) image[_pixelOfGene[_cells.Genes[position]]] = 0;
    }

    /// <summary>Paints chosen entries of a cell as the target of training.</summary>
    /// <param name="positions">Indices into <see cref="NormalizedCells.Values"/>.</param>
    /// <param name="target">Length <see cref="PixelCount"/>, overwritten: the scaled values of these entries, 0 elsewhere.</param>
    /// <param name="mask">Length <see cref="PixelCount"/>, overwritten: 1 at these entries, 0 elsewhere.</param>
    public void PaintTarget(ReadOnlySpan<int> positions, Span<float> target, Span<float> mask)
    {
        target.Clear();
        mask.Clear();
        foreach (var position in positions)
        {
            Paint(position, target, out var pixel);
            mask[pixel] = 1;
        }
    }

    private void Paint(int position, Span<float> image, out int pixel)
    {
        var gene = _cells.Genes[position];
        pixel = _pixelOfGene[gene];
        image[pixel] = _scaling.ToPixel(gene, _cells.Values[position]);
    }
}
