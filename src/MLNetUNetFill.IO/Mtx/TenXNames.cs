namespace MLNetUNetFill.IO.Mtx;

/// <summary>What a 10x folder says besides the matrix: its genes, names made unique, and its cells.</summary>
/// <param name="Folder">The files.</param>
/// <param name="Features">The genes.</param>
/// <param name="Barcodes">The cells.</param>
/// <param name="Notes">What is to be said of them, a sentence each.</param>
internal sealed record TenXNames(TenXFolder Folder, FeatureTable Features, List<string> Barcodes, IReadOnlyList<string> Notes)
{
    /// <summary>Reads features and barcodes.</summary>
    public static TenXNames Read(string path, string? prefix = null)
    {
        var folder = TenXFolder.Locate(path, prefix);
        var features = FeatureTable.Read(folder.Features);
        var barcodes = ReadBarcodes(folder.Barcodes);
        var notes = new List<string>();
        if (features.Note is { } note) notes.Add($"{folder.Features}: {note}");
        features.Warn(folder.Features, notes);
        UniqueNames.Make(features.Names, folder.Features, "gene", notes);
        return new TenXNames(folder, features, barcodes, notes);
    }

    /// <summary>What is to be said about the folder once its matrix is read.</summary>
    /// <param name="evidence">What was seen of its values.</param>
    public List<string> Warnings(CountEvidence evidence)
    {
        List<string> warnings = [.. Notes];
        evidence.Warn(Folder.Matrix, Barcodes.Count, warnings);
        return warnings;
    }

    /// <summary>Reads <c>barcodes.tsv</c>: one cell a line, its name in the first column.</summary>
    private static List<string> ReadBarcodes(string path)
    {
        using var reader = new LineReader(path);
        var barcodes = new List<string>();
        var lineOf = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.TryReadFilled(out var line, "the name of a cell"))
        {
            var barcode = DelimitedLine.Split(reader, line, '\t')[0];
            if (barcode.Length == 0) throw reader.Error("found no barcode", "the name of a cell");
            if (!lineOf.TryAdd(barcode, reader.LineNumber))
                throw reader.Error($"found the barcode {NameList.Quote(barcode)} of line {lineOf[barcode]} again",
                    "a different name for every cell");
            barcodes.Add(barcode);
        }

        return barcodes.Count > 0 ? barcodes : throw new GapFillException($"{path} names no cells; expected at least 1.");
    }
}
