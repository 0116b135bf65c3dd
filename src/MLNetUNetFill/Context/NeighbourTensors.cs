namespace MLNetUNetFill.Context;

/// <summary>Names of the sums over a cell's nearest landmarks.</summary>
/// <param name="Count">How many landmarks.</param>
/// <param name="Expression">A, sum of expression, <c>[N, P]</c>.</param>
/// <param name="Detections">B, how many show the gene, <c>[N, P]</c>.</param>
/// <param name="Counts">X, sum of counts, <c>[N, P]</c>.</param>
/// <param name="Libraries">T, sum of library sizes, <c>[N, 1]</c>.</param>
internal sealed record NeighbourTensors(int Count, string Expression, string Detections, string Counts, string Libraries);
