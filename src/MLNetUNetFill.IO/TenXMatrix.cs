namespace MLNetUNetFill.IO;

/// <summary>What a 10x folder held.</summary>
/// <param name="Counts">Cells x genes, the features of type <c>Gene Expression</c>, gene names made unique.</param>
/// <param name="Warnings">One sentence each: what was changed or looks unusual. Empty where there is nothing to say.</param>
public sealed record TenXMatrix(CountMatrix Counts, IReadOnlyList<string> Warnings);
