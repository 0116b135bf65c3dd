using MLNetUNetFill.Expression;
using MLNetUNetFill.IO.Mtx;

namespace MLNetUNetFill.IO;

/// <summary>
/// Reads the folders that 10x Genomics Cell Ranger writes: <c>matrix.mtx</c> (MatrixMarket, genes x cells), <c>features.tsv</c> (version 3) or
/// <c>genes.tsv</c> (version 2) and <c>barcodes.tsv</c>, each gzip (<c>.gz</c>) or not.
/// </summary>
public static class TenX
{
    /// <summary>
    /// Reads a folder into cells x genes. Gene names are column 2 of the features (column 1 where there is none), made unique as scanpy
    /// and AnnData do; features of another type than <c>Gene Expression</c> are left out; zeros that are written out are dropped.
    /// Each of these, cells without any count, and values that are not whole numbers give a warning.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="GapFillException">The folder or a file is missing, damaged, contradicts another, or holds no usable counts; the
    /// message gives the file, the line, what was found and what was expected.</exception>
    public static TenXMatrix Read(string directory, CancellationToken cancellationToken = default)
    {
        var folder = TenXFolder.Locate(directory);
        var features = FeatureTable.Read(folder.Features);
        var barcodes = BarcodeList.Read(folder.Barcodes);
        var reader = new MatrixMarketReader(folder, features, barcodes.Count, cancellationToken);
        var (rowStarts, genes, values) = reader.Read();

        var warnings = new List<string>();
        if (features.OtherTypes.Count > 0)
            warnings.Add($"{folder.Features}: left out {FeatureTable.Describe(features.OtherTypes)}; only '{FeatureTable.GeneExpression}' is read.");
        var renamed = UniqueNames.Make(features.Names);
        if (renamed > 0) warnings.Add($"{folder.Features}: {renamed} gene names occurred before and were made unique with a suffix (-1, -2, ...).");
        var empty = Enumerable.Range(0, barcodes.Count).Count(cell => rowStarts[cell] == rowStarts[cell + 1]);
        if (empty > 0) warnings.Add($"{folder.Matrix}: {empty} of {barcodes.Count} cells have no counts; they are kept and stay zero.");
        if (reader.FractionalValues > 0)
            warnings.Add($"{folder.Matrix}: {reader.FractionalValues} values are not whole numbers; are they raw counts?");
        return new TenXMatrix(new CountMatrix(barcodes, features.Ids, features.Names, rowStarts, genes, values), warnings);
    }
}
