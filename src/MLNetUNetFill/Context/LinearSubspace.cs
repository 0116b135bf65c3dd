namespace MLNetUNetFill.Context;

/// <summary>An orthonormal basis of standardised expression: (a - <paramref name="Centre"/>) / <paramref name="Scale"/> is projected on it.</summary>
/// <param name="Centre"><c>[G]</c>.</param>
/// <param name="Scale"><c>[G]</c>, above 0.</param>
/// <param name="Basis"><c>[G, rank]</c>, row-major, orthonormal columns, the largest variance first.</param>
/// <param name="Rank">Number of columns.</param>
internal sealed record LinearSubspace(float[] Centre, float[] Scale, float[] Basis, int Rank);
