namespace MLNetUNetFill.Scoring;

/// <summary>An output of a model that is wanted, and where it goes.</summary>
/// <param name="Name">One of <see cref="GapFillSession.OutputNames"/>.</param>
/// <param name="Values">Receives the output, cells x genes, row by row; may be longer.</param>
internal readonly record struct OutputBuffer(string Name, Memory<float> Values);
