using System.Text;
using MLNetUNetFill.IO.Text;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.IO;

/// <summary>Cell labels (cell types): a text file with the header <c>barcode</c>, <c>label</c> and one line a cell; tab- or comma-separated, gzip or not.</summary>
public static class LabelFile
{
    private const string Header = "the header 'barcode', tab or comma, 'label'";

    /// <summary>Reads the labels of the given cells, in their order. Labels of other cells are ignored: a file may serve a subset.</summary>
    /// <param name="path">The file; a tab in its first line makes it tab-separated, otherwise it is comma-separated.</param>
    /// <param name="barcodes">The cells of the matrix.</param>
    /// <returns>One label a cell.</returns>
    /// <exception cref="GapFillException">The file is missing or malformed, names a cell twice, or has no label for a cell.</exception>
    public static string[] Read(string path, IReadOnlyList<string> barcodes)
    {
        using var reader = new LineReader(path);
        reader.TryRead(out var line);
        var separator = line.Contains((byte)'\t') ? '\t' : ',';
        if (Split(line, separator) is not ["barcode", "label"]) throw reader.Error($"found {LineReader.Quote(line)}", Header);

        var labels = new Dictionary<string, (string Label, long Line)>(StringComparer.Ordinal);
        while (reader.TryRead(out line))
        {
            if (line.IsEmpty) continue;
            if (Split(line, separator) is not [{ Length: > 0 } barcode, { Length: > 0 } label])
                throw reader.Error($"found {LineReader.Quote(line)}", $"a barcode, a {(separator == '\t' ? "tab" : "comma")} and a label");
            if (!labels.TryAdd(barcode, (label, reader.LineNumber)))
                throw reader.Error($"found the barcode '{barcode}' of line {labels[barcode].Line} again", "every cell once");
        }

        var missing = barcodes.Where(barcode => !labels.ContainsKey(barcode)).ToArray();
        if (missing.Length > 0)
            throw new GapFillException($"{path} has no label for {missing.Length} of {barcodes.Count} cells, the first '{missing[0]}'; expected one for every cell.");
        return [.. barcodes.Select(barcode => labels[barcode].Label)];
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

    /// <summary>The fields of a line; in comma-separated text a field may stand in double quotes, doubled inside (RFC 4180).</summary>
    private static List<string> Split(ReadOnlySpan<byte> line, char separator)
    {
        var text = Encoding.UTF8.GetString(line);
        if (separator == '\t') return [.. text.Split('\t')];
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (text[i] == '"') quoted = !quoted;
            else if (text[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(text[i]);
        }

        fields.Add(field.ToString());
        return fields;
    }
}
