namespace MLNetUNetFill.Imaging;

/// <summary>
/// Paints cells as one-channel images: a slice of <c>PixelMap.PixelCount</c> floats a cell, so a batch is one buffer
/// <c>[cells, 1, height, width]</c>. An entry that is hidden looks like one that was never observed: pixel 0, whatever the gene's offset.
/// </summary>
/// <param name="cells">The cells to paint.</param>
/// <param name="scaling">Of their expression to pixels.</param>
/// <param name="pixels">Where each gene lies in the image.</param>
internal sealed class CellImages(SparseCells cells, PixelScaling scaling, PixelMap pixels)
{
    /// <summary>Paints all observed entries of a cell.</summary>
    /// <param name="cell">Row of the training matrix.</param>
    /// <param name="image">Length <see cref="PixelMap.PixelCount"/>, overwritten.</param>
    public void Paint(int cell, Span<float> image)
    {
        image.Clear();
        for (var position = cells.RowStarts[cell]; position < cells.RowStarts[cell + 1]; position++)
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
            var pixel = pixels.PixelOfGene[cells.Genes[position]] / pixels.Levels;
            (target[pixel], mask[pixel]) = (Value(position), 1);
        }
    }

    private float Value(int position) => scaling.ToPixel(cells.Genes[position], cells.Values[position]);

    private Span<float> LevelsOf(int position, Span<float> image) => image.Slice(pixels.PixelOfGene[cells.Genes[position]], pixels.Levels);
}
