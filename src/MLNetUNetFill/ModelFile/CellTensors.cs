namespace MLNetUNetFill.ModelFile;

/// <summary>Names of a batch of cells' tensors.</summary>
/// <param name="Counts">Raw counts of all genes, <c>[N, G]</c>.</param>
/// <param name="Library">Library size L over all genes in double precision, 1 where there is no count, <c>[N, 1]</c>.</param>
/// <param name="NotEmpty">Whether the cell has any count, <c>[N, 1]</c>.</param>
/// <param name="Expression">log1p CP10k of all genes, <c>[N, G]</c>.</param>
internal sealed record CellTensors(string Counts, string Library, string NotEmpty, string Expression);
