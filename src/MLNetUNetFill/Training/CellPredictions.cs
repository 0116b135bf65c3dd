namespace MLNetUNetFill.Training;

/// <summary>What the context network says of cells; each array is <c>[N, G]</c>, row-major.</summary>
/// <param name="Rate">Expected share of the cell's counts.</param>
/// <param name="Value">Value if expressed, log1p CP10k.</param>
/// <param name="Detection">Detection probability at the cell's library size, p.</param>
/// <param name="Deviation">Standard deviation of the value, log1p CP10k.</param>
internal sealed record CellPredictions(float[] Rate, float[] Value, float[] Detection, float[] Deviation);
