namespace MLNetUNetFill.Context;

/// <summary>The training cells (a sample of them where there are many) among which a cell finds its neighbours.</summary>
/// <param name="Count">Number of landmarks.</param>
/// <param name="Counts">Their counts of the modelled genes, <c>[Count, G]</c>, row-major.</param>
/// <param name="Libraries">Their library sizes over all genes, <c>[Count]</c>.</param>
/// <param name="Scores">Their coordinates in <see cref="CellContext.Neighbourhood"/>, <c>[Count, rank]</c>.</param>
internal sealed record LandmarkBank(int Count, float[] Counts, float[] Libraries, float[] Scores);
