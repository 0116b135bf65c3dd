using System.Globalization;

namespace MLNetUNetFill.Cells;

/// <summary>Numbers with their nouns.</summary>
internal static class Counted
{
    /// <summary>A number with its noun, or with more that depends on it: <c>1 cell</c>, <c>2,000 cells</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="nouns">Several of them, where that is not the noun with an s.</param>
    public static string Text(long number, string noun, string? nouns = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? noun : nouns ?? noun + "s")}");
}
