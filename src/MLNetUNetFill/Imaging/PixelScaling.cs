using System.Numerics.Tensors;

namespace MLNetUNetFill.Imaging;

/// <summary>Maps log1p CP10k to the pixel range [0, 1] and back: <c>pixel = clip(value * Scale + Offset, 0, 1)</c>.</summary>
/// <param name="Scale">One factor per modelled gene, above 0.</param>
/// <param name="Offset">One offset per modelled gene.</param>
internal readonly record struct PixelScaling(float[] Scale, float[] Offset)
{
    private const int PriorCells = 5;
    private const double WidthInDeviations = 10;

    /// <summary>The pixel of an observed value.</summary>
    /// <param name="gene">Modelled gene.</param>
    /// <param name="value">log1p CP10k.</param>
    public float ToPixel(int gene, float value) => Math.Clamp(value * Scale[gene] + Offset[gene], 0, 1);

    /// <summary>Learns the scaling on the training cells.</summary>
    /// <param name="scaling">Which one.</param>
    /// <param name="cells">The training matrix.</param>
    /// <exception cref="GapFillException">The matrix holds no values.</exception>
    public static PixelScaling Learn(ExpressionScaling scaling, SparseCells cells)
    {
        if (cells.Values.Length == 0) throw new GapFillException(
            $"The {cells.CellCount} training cells hold no counts in the {cells.GeneCount} modelled genes; expected at least one.");
        return scaling == ExpressionScaling.Global ? Global(cells) : PerGene(cells);
    }

    private static PixelScaling Global(SparseCells cells) =>
        new([.. Enumerable.Repeat(1 / TensorPrimitives.Max(cells.Values), cells.GeneCount)], new float[cells.GeneCount]);

    private static PixelScaling PerGene(SparseCells cells)
    {
        var moments = new RunningMoments(cells.GeneCount);
        for (var i = 0; i < cells.Values.Length; i++) moments.Add(cells.Genes[i], cells.Values[i]);
        var (count, mean, squares) = (moments.Count, moments.Mean, moments.Squares);
        // Genes seen in few cells borrow strength from the others, as if PriorCells more cells had shown the average variance.
        var averageVariance = 0d;
        for (var gene = 0; gene < cells.GeneCount; gene++) averageVariance += squares[gene] / Math.Max(1, count[gene]) / cells.GeneCount;
        var (scale, offset) = (new float[cells.GeneCount], new float[cells.GeneCount]);
        for (var gene = 0; gene < cells.GeneCount; gene++)
        {
            var deviation = Math.Sqrt((squares[gene] + PriorCells * averageVariance) / (count[gene] + PriorCells));
            // All values of all genes equal: any width will do.
            scale[gene] = (float)(1 / (WidthInDeviations * (deviation > 0 ? deviation : 1)));
            offset[gene] = 0.5f - (float)mean[gene] * scale[gene];
        }
        return new(scale, offset);
    }
}

/// <summary>
/// Writes a pixel value as a distribution over evenly spaced levels from 0 to 1: the two levels nearest to it share a weight of 1 (a
/// one-hot code, interpolated), so that the expected level is the value itself.
/// </summary>
internal static class ExpressionLevels
{
    /// <summary>What the levels stand for, ascending.</summary>
    /// <param name="count">At least 2.</param>
    public static float[] Centres(int count) => [.. Enumerable.Range(0, count).Select(level => level / (count - 1f))];

    /// <summary>Encodes a value. A single level takes the value as it is.</summary>
    /// <param name="value">In [0, 1].</param>
    /// <param name="levels">The weights of the levels, overwritten.</param>
    public static void Encode(float value, Span<float> levels)
    {
        if (levels.Length == 1)
        {
            levels[0] = value;
            return;
        }
        var at = value * (levels.Length - 1);
        for (var level = 0; level < levels.Length; level++) levels[level] = Math.Max(0, 1 - Math.Abs(at - level));
    }
}
