namespace Microsoft.ML.Data;

/// <summary>Takes one row's vector, in a buffer that the next row overwrites, and its weight.</summary>
internal delegate void VectorAction(ReadOnlySpan<float> values, float weight);
