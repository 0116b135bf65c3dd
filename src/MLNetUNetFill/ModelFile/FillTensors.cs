namespace MLNetUNetFill.ModelFile;

/// <summary>Names of what the heads say of every modelled entry, each <c>[N, P]</c>.</summary>
/// <param name="Value">Value if expressed, log1p CP10k.</param>
/// <param name="Rate">The expected share of the cell's counts.</param>
/// <param name="Detection">p, the probability of at least one count in a cell of this library size.</param>
/// <param name="Expected">What <see cref="FillPolicy.Expected"/> puts in a zero, log1p CP10k.</param>
/// <param name="Denoised">What <see cref="FillPolicy.DenoiseAll"/> puts everywhere, log1p CP10k.</param>
/// <param name="Uncertainty">Standard deviation of the value if expressed, log1p CP10k.</param>
internal sealed record FillTensors(string Value, string Rate, string Detection, string Expected, string Denoised, string Uncertainty);
