using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Imaging;

/// <summary>
/// Paints cells as one-channel images: a slice of <c>PixelMap.PixelCount</c> floats a cell, so a batch is one buffer
/// <c>[cells, 1, height, width]</c>. An entry that is hidden looks like one that was never observed.
/// </summary>
internal sealed class CellImages
{
    private readonly NormalizedCells _cells;
    private readonly PixelScaling _scaling;
    private readonly int[] _pixelOfGene;
    private readonly float[] _background;

    /// <summary>Prepares to paint the given cells.</summary>
    public CellImages(NormalizedCells cells, PixelScaling scaling, PixelMap pixels)
    {
        (_cells, _scaling, _pixelOfGene) = (cells, scaling, pixels.PixelOfGene);
        _background = new float[pixels.PixelCount];
        for (var gene = 0; gene < _pixelOfGene.Length; gene++) _background[_pixelOfGene[gene]] = Math.Clamp(scaling.Offset[gene], 0, 1);
    }

    /// <summary>Pixels in one image.</summary>
    public int PixelCount => _background.Length;

    /// <summary>Paints all observed entries of a cell.</summary>
    /// <param name="cell">Row of the training matrix.</param>
    /// <param name="image">Length <see cref="PixelCount"/>, overwritten.</param>
    public void Paint(int cell, Span<float> image)
    {
        _background.CopyTo(image);
        for (var position = _cells.RowStarts[cell]; position < _cells.RowStarts[cell + 1]; position++) Paint(position, image, out _);
    }

    /// <summary>Takes entries of a painted cell out of its image again.</summary>
    /// <param name="positions">Indices into <see cref="NormalizedCells.Values"/>.</param>
    /// <param name="image">The image of the cell that these entries belong to.</param>
    public void Hide(ReadOnlySpan<int> positions, Span<float> image)
    {
        foreach (var position in positions)
        {
            var pixel = _pixelOfGene[_cells.Genes[position]];
            image[pixel] = _background[pixel];
        }
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
        image[pixel] = Math.Clamp(_cells.Values[position] * _scaling.Scale[gene] + _scaling.Offset[gene], 0, 1);
    }
}
