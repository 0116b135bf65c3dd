using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Mtx;

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
