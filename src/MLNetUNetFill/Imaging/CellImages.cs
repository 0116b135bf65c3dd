using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Imaging;

/// <summary>
/// Paints cells as one-channel images: a slice of <c>PixelMap.PixelCount</c> floats a cell, so a batch is one buffer
/// <c>[cells, 1, height, width]</c>. An entry that is hidden looks like one that was never observed: pixel 0, whatever the gene's offset.
/// </summary>
internal sealed class CellImages
{
    private readonly SparseCells _cells;
    private readonly PixelScaling _scaling;
    private readonly PixelMap _pixels;

    /// <summary>Prepares to paint the given cells.</summary>
    public CellImages(SparseCells cells, PixelScaling scaling, PixelMap pixels) => (_cells, _scaling, _pixels) = (cells, scaling, pixels);

    /// <summary>Paints all observed entries of a cell.</summary>
    /// <param name="cell">Row of the training matrix.</param>
    /// <param name="image">Length <see cref="PixelMap.PixelCount"/>, overwritten.</param>
    public void Paint(int cell, Span<float> image)
    {
        image.Clear();
        for (var position = _cells.RowStarts[cell]; position < _cells.RowStarts[cell + 1]; position++)
            ExpressionLevels.Encode(Value(position), LevelsOf(position, image));
    }

    /// <summary>Takes entries of a painted cell out of its image again.</summary>
    /// <param name="positions">Indices into <see cref="SparseCells.Values"/>.</param>
    /// <param name="image">The image of the cell that these entries belong to.</param>
    public void Hide(ReadOnlySpan<int> positions, Span<float> image)
    {
        foreach (var position in positions) LevelsOf(position, image).Clear();
    }

    /// <summary>Paints chosen entries of a cell as the target of training: one pixel per gene, whatever the number of levels.</summary>
    /// <param name="positions">Indices into <see cref="SparseCells.Values"/>.</param>
    /// <param name="target">Length <see cref="PixelMap.TargetCount"/>, overwritten: the scaled values of these entries, 0
    /// elsewhere.</param>
    /// <param name="mask">Length <see cref="PixelMap.TargetCount"/>, overwritten: 1 at these entries, 0 elsewhere.</param>
    public void PaintTarget(ReadOnlySpan<int> positions, Span<float> target, Span<float> mask)
    {
        target.Clear();
        mask.Clear();
        foreach (var position in positions)
        {
            var pixel = _pixels.PixelOfGene[_cells.Genes[position]] / _pixels.Levels;
            (target[pixel], mask[pixel]) = (Value(position), 1);
        }
    }

    private float Value(int position) => _scaling.ToPixel(_cells.Genes[position], _cells.Values[position]);

    private Span<float> LevelsOf(int position, Span<float> image) =>
        image.Slice(_pixels.PixelOfGene[_cells.Genes[position]], _pixels.Levels);
}
