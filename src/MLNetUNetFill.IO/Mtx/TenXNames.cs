namespace MLNetUNetFill.IO.Mtx;

/// <summary>What a 10x folder says besides the matrix: its genes, names made unique, and its cells.</summary>
/// <param name="Folder">The files.</param>
/// <param name="Features">The genes.</param>
/// <param name="Barcodes">The cells.</param>
/// <param name="Renamed">Gene names that were changed to be unique.</param>
internal sealed record TenXNames(TenXFolder Folder, FeatureTable Features, List<string> Barcodes, int Renamed)
{
    /// <summary>Reads features and barcodes.</summary>
    public static TenXNames Read(string directory)
    {
        var folder = TenXFolder.Locate(directory);
        var features = FeatureTable.Read(folder.Features);
        var barcodes = BarcodeList.Read(folder.Barcodes);
        return new TenXNames(folder, features, barcodes, UniqueNames.Make(features.Names));
    }

    /// <summary>What is to be said about the folder once its matrix is read.</summary>
    /// <param name="emptyCells">Cells without counts.</param>
    /// <param name="fractionalValues">Values that are not whole numbers.</param>
    public List<string> Warnings(int emptyCells, long fractionalValues)
    {
        var warnings = new List<string>();
        if (Features.OtherTypes.Count > 0)
            warnings.Add($"{Folder.Features}: left out {FeatureTable.Describe(Features.OtherTypes)}; only '{FeatureTable.GeneExpression}' is read.");
        if (Renamed > 0) warnings.Add($"{Folder.Features}: {Renamed} gene names occurred before and were made unique with a suffix (-1, -2, ...).");
        if (emptyCells > 0) warnings.Add($"{Folder.Matrix}: {emptyCells} of {Barcodes.Count} cells have no counts; they are kept and stay zero.");
        if (fractionalValues > 0) warnings.Add($"{Folder.Matrix}: {fractionalValues} values are not whole numbers; are they raw counts?");
        return warnings;
    }
}
