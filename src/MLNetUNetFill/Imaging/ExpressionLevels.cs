namespace MLNetUNetFill.Imaging;

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
