using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Context;

/// <summary>Names of what all context channels of a batch of cells start from, in <see cref="PixelOrder"/>.</summary>
/// <param name="Counts">Counts x, <c>[N, P]</c>.</param>
/// <param name="Expression">a = log1p(1e4 x / L), <c>[N, P]</c>.</param>
/// <param name="IsObserved">Whether x is above 0, <c>[N, P]</c>.</param>
/// <param name="Standardised">z = (a - m) / s where observed, else 0, <c>[N, P]</c>.</param>
/// <param name="Library">L, 1 for an empty cell, <c>[N, 1]</c>.</param>
internal sealed record ContextCell(string Counts, string Expression, string IsObserved, string Standardised, string Library);
