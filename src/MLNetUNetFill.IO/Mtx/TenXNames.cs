using MLNetUNetFill.Cells;
using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>What a 10x folder says besides the matrix: its genes, names made unique, and its cells.</summary>
/// <param name="Folder">The files.</param>
/// <param name="Features">The genes.</param>
/// <param name="Barcodes">The cells.</param>
/// <param name="Renamed">Gene names that were changed to be unique.</param>
internal sealed record TenXNames(TenXFolder Folder, FeatureTable Features, List<string> Barcodes, int Renamed)
{
    /// <summary>Reads features and barcodes.</summary>
    public static TenXNames Read(string path, string? prefix = null)
    {
        var folder = TenXFolder.Locate(path, prefix);
        var features = FeatureTable.Read(folder.Features);
        var barcodes = BarcodeList.Read(folder.Barcodes);
        return new TenXNames(folder, features, barcodes, UniqueNames.Make(features.Names));
    }

    /// <summary>What is to be said about the folder once its matrix is read.</summary>
    /// <param name="evidence">What was seen of its values.</param>
    public List<string> Warnings(CountEvidence evidence)
    {
        var warnings = new List<string>();
        if (Features.Note is { } note) warnings.Add($"{Folder.Features}: {note}");
        if (Features.OtherTypes.Count > 0)
            warnings.Add($"{Folder.Features}: left out {FeatureTable.Describe(Features.OtherTypes)}; only '{FeatureTable.GeneExpression}' is read.");
        if (Renamed > 0) warnings.Add($"{Folder.Features}: {Renamed} gene names occurred before and were made unique with a suffix (-1, -2, ...).");
        if (evidence.EmptyCells > 0) warnings.Add($"{Folder.Matrix}: {evidence.EmptyCells} of {Barcodes.Count} cells have no counts; they are kept and stay zero.");
        if (evidence.FractionalValues > 0) warnings.Add($"{Folder.Matrix}: {evidence.FractionalValues} values are not whole numbers; are they raw counts?");
        return warnings;
    }
}

/// <summary>Reads <c>barcodes.tsv</c>: one cell a line, its name in the first column.</summary>
internal static class BarcodeList
{
    public static List<string> Read(string path)
    {
        using var reader = new LineReader(path);
        var barcodes = new List<string>();
        var lineOf = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.TryReadFilled(out var line, "the name of a cell"))
        {
            var barcode = DelimitedLine.Split(reader, line, '\t')[0];
            if (barcode.Length == 0) throw reader.Error("found no barcode", "the name of a cell");
            if (!lineOf.TryAdd(barcode, reader.LineNumber))
                throw reader.Error($"found the barcode '{barcode}' of line {lineOf[barcode]} again", "a different name for every cell");
            barcodes.Add(barcode);
        }

        return barcodes.Count > 0 ? barcodes : throw new GapFillException($"{path} names no cells; expected at least 1.");
    }
}
