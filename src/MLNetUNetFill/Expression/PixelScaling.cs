namespace MLNetUNetFill.Expression;

/// <summary>Maps log1p CP10k to the pixel range [0, 1] and back: <c>pixel = clip(value * Scale + Offset, 0, 1)</c>.</summary>
/// <param name="Scale">One factor a modelled gene, above 0.</param>
/// <param name="Offset">One offset a modelled gene.</param>
internal readonly record struct PixelScaling(float[] Scale, float[] Offset)
{
    /// <summary>The pixel of an observed value.</summary>
    /// <param name="gene">Modelled gene.</param>
    /// <param name="value">log1p CP10k.</param>
    public float ToPixel(int gene, float value) => Math.Clamp(value * Scale[gene] + Offset[gene], 0, 1);

    /// <summary>One scale for the whole image: the largest training value becomes 1, as in the published grayscale image.</summary>
    /// <param name="cells">The training matrix.</param>
    /// <exception cref="GapFillException">The matrix holds no values.</exception>
    public static PixelScaling Global(NormalizedCells cells)
    {
        var max = cells.Values.AsSpan().IsEmpty ? 0 : System.Numerics.Tensors.TensorPrimitives.Max(cells.Values);
        if (!(max > 0)) throw new GapFillException(
            $"The {cells.CellCount} training cells hold no counts in the {cells.GeneCount} modelled genes; expected at least one.");
        var scale = new float[cells.GeneCount];
        Array.Fill(scale, 1 / max);
        return new(scale, new float[cells.GeneCount]);
    }
}
