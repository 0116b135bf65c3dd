using System.Text.RegularExpressions;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.IO;

/// <summary>
/// Cell labels (cell types): a text file with a header, a line a cell, fields separated by tabs, commas or semicolons, gzip or not. The
/// cells' names are in the column called <c>barcode</c>, else in the first, whose name may be missing; the labels in that called
/// <c>label</c>, or in the only other one.
/// </summary>
public static partial class LabelFile
{
    private static readonly string[] BarcodeNames = ["barcode", "barcodes", "cell", "cell_id", "cellid", "cell_barcode", "index", ""];
    private static readonly string[] LabelNames = ["label", "labels"];

    /// <summary>Reads the labels of the given cells, in their order. Labels of other cells are ignored: a file may serve a
    /// subset.</summary>
    /// <param name="path">The file.</param>
    /// <param name="barcodes">The cells of the matrix.</param>
    /// <param name="labelColumn">The column that holds the labels; <see langword="null"/> for <c>label</c>, or the only one beside the
    /// cells' names.</param>
    /// <param name="note">Told where cells were matched without the suffix (-1, -2, ...) of one side.</param>
    /// <returns>One label a cell.</returns>
    /// <exception cref="GapFillException">The file is missing or malformed, names a cell twice, or has no label for a cell.</exception>
    public static string[] Read(string path, IReadOnlyList<string> barcodes, string? labelColumn = null, Action<string>? note = null)
    {
        using var reader = new LineReader(path);
        reader.TryRead(out var line);
        var delimiter = line.Contains((byte)'\t') ? '\t'
            : DelimitedLine.CommaOrSemicolon(reader, line, "columns", "the header 'barcode', tab, comma or semicolon, 'label'");
        var header = DelimitedLine.Split(reader, line, delimiter);
        var labels = new Dictionary<string, (string Label, long Line)>(StringComparer.Ordinal);
        (int Barcode, int Label)? columns = null;
        // Without a header the first line is a cell's, which its name shows.
        if (barcodes.Contains(header[0], StringComparer.Ordinal))
        {
            if (header.Count != 2)
                throw reader.Error($"found {LineReader.Quote(line)}", "a header that names the columns, one of them 'label'");
            columns = (0, 1);
            Add(header, (0, 1));
        }

        while (reader.TryRead(out line))
        {
            if (line.IsEmpty) continue;
            var fields = DelimitedLine.Split(reader, line, delimiter);
            // R's write.table gives no name to the column of row names.
            if (columns is null && fields.Count == header.Count + 1 && !header.Any(IsBarcode)) header.Insert(0, "");
            columns ??= Columns(path, header, labelColumn);
            if (fields.Count != header.Count || fields[columns.Value.Barcode].Length == 0 || fields[columns.Value.Label].Length == 0)
                throw reader.Error($"found {LineReader.Quote(line)}", header.Count == 2 ? $"a barcode, a {Word(delimiter)} and a label"
                    : $"{header.Count} fields separated by a {Word(delimiter)}, with a barcode and a label");
            Add(fields, columns.Value);
        }

        if (columns is null) throw reader.Error("the file ends", "the labels of the cells below the header");
        return Match(path, labels, barcodes, note);

        void Add(List<string> fields, (int Barcode, int Label) columns)
        {
            var barcode = fields[columns.Barcode];
            if (!labels.TryAdd(barcode, (fields[columns.Label], reader.LineNumber)))
                throw reader.Error($"found the barcode {NameList.Quote(barcode)} of line {labels[barcode].Line} again", "every cell once");
        }
    }

    /// <summary>Writes labels, tab-separated, in one move.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="barcodes">The cells.</param>
    /// <param name="labels">One label a cell.</param>
    /// <exception cref="GapFillException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> barcodes, IReadOnlyList<string> labels) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("barcode\tlabel");
        for (var cell = 0; cell < barcodes.Count; cell++) writer.WriteLine($"{barcodes[cell]}\t{labels[cell]}");
    });

    private static (int Barcode, int Label) Columns(string path, List<string> header, string? labelColumn)
    {
        var barcode = Math.Max(0, header.FindIndex(IsBarcode));
        var others = header.Where((_, column) => column != barcode).ToList();
        if (labelColumn is not null)
        {
            var asked = header.FindIndex(name => name == labelColumn);
            return asked >= 0 && asked != barcode ? (barcode, asked)
                : throw new GapFillException($"{path}, line 1: found no column '{labelColumn}'; expected the --label-column among "
                    + $"{NameList.Quote(others)}.");
        }

        var label = header.FindIndex(name => LabelNames.Contains(name.ToLowerInvariant()));
        if (label >= 0 && label != barcode) return (barcode, label);
        return others.Count == 1 ? (barcode, 1 - barcode)
            : throw new GapFillException($"{path}, line 1: found the columns {NameList.Quote(others)}; expected one called 'label', "
                + "or the name of the labels' column as --label-column.");
    }

    private static string[] Match(string path, Dictionary<string, (string Label, long Line)> labels, IReadOnlyList<string> barcodes,
        Action<string>? note)
    {
        var missing = barcodes.Where(barcode => !labels.ContainsKey(barcode)).ToArray();
        if (missing.Length == 0) return [.. barcodes.Select(barcode => labels[barcode].Label)];
        // Cell Ranger's suffix is the well of a run; many tools drop it.
        var plain = labels.ToLookup(label => Plain(label.Key), label => (Name: label.Key, label.Value.Label), StringComparer.Ordinal);
        if (missing.Length == barcodes.Count && barcodes.Select(Plain).Distinct(StringComparer.Ordinal).Count() == barcodes.Count
            && barcodes.All(barcode => plain[Plain(barcode)].Count() == 1))
        {
            note?.Invoke($"{path} names the cells otherwise than the matrix ({NameList.Quote(plain[Plain(barcodes[0])].First().Name)} and "
                + $"{NameList.Quote(barcodes[0])}); they were matched without suffixes such as -1.");
            return [.. barcodes.Select(barcode => plain[Plain(barcode)].First().Label)];
        }

        throw new GapFillException(missing.Length < barcodes.Count
            ? $"{path} has no label for {missing.Length} of {barcodes.Count} cells, the first {NameList.Quote(missing[0])}; "
                + "expected one for every cell."
            : $"{path} has no label for any of {Counted.Text(barcodes.Count, "cell")}: it names "
                + $"{NameList.Quote(labels.Keys.First())} and the matrix {NameList.Quote(barcodes[0])}; expected the names of the matrix.");
    }

    private static bool IsBarcode(string name) => BarcodeNames.Contains(name.ToLowerInvariant());

    private static string Plain(string barcode) => Suffix().Replace(barcode, "");

    private static string Word(char delimiter) => delimiter switch { '\t' => "tab", ',' => "comma", _ => "semicolon" };

    [GeneratedRegex(@"-\d+$")]
    private static partial Regex Suffix();
}
