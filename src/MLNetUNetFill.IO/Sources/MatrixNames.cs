namespace MLNetUNetFill.IO.Sources;

/// <summary>What the cells and genes of a matrix are called.</summary>
/// <param name="Barcodes">One name a cell.</param>
/// <param name="GeneIds">One identifier a gene.</param>
/// <param name="GeneNames">One unique name a gene.</param>
internal sealed record MatrixNames(IReadOnlyList<string> Barcodes, IReadOnlyList<string> GeneIds, IReadOnlyList<string> GeneNames);

/// <summary>A column that holds no counts, carried from the input to the output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stands among the columns after the names of the cells.</param>
/// <param name="Texts">One text a cell.</param>
internal sealed record CarriedColumn(string Name, int Place, IReadOnlyList<string> Texts);
