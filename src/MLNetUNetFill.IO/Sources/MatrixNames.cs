namespace MLNetUNetFill.IO.Sources;

/// <summary>What the cells and genes of a matrix are called.</summary>
/// <param name="Barcodes">One name a cell.</param>
/// <param name="GeneIds">One identifier a gene.</param>
/// <param name="GeneNames">One unique name a gene.</param>
internal sealed record MatrixNames(IReadOnlyList<string> Barcodes, IReadOnlyList<string> GeneIds, IReadOnlyList<string> GeneNames);
