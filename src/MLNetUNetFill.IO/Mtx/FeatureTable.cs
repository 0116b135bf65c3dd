using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>The rows of <c>features.tsv</c> (v3: id, name, type, ...) or <c>genes.tsv</c> (v2: id, name).</summary>
/// <param name="RowCount">Rows of the file, genes or not.</param>
/// <param name="ColumnOfRow">Column in the matrix in memory, -1 for a feature that is not a gene.</param>
/// <param name="Ids">Identifiers of the genes.</param>
/// <param name="Names">Names of the genes as in the file, the identifier where there is none.</param>
/// <param name="OtherTypes">Rows that are not genes, by type.</param>
/// <param name="Note">What the third column was taken for where it holds no types of 10x; null where it does.</param>
internal sealed record FeatureTable(int RowCount, int[] ColumnOfRow, List<string> Ids, List<string> Names, SortedDictionary<string,
    int> OtherTypes, string? Note)
{
    public const string GeneExpression = "Gene Expression";

    /// <summary>What Cell Ranger puts into the third column.</summary>
    private static readonly string[] Types = [GeneExpression, "Antibody Capture", "CRISPR Guide Capture", "Multiplexing Capture",
        "Antigen Capture",
        "VDJ", "VDJ-T", "VDJ-B", "VDJ-T-GD", "Peaks", "Custom"];

    public static FeatureTable Read(string path)
    {
        using var reader = new LineReader(path);
        var rows = new List<(string Id, string Name, string Type)>();
        var (split, unknown) = (false, "");
        var (anyGene, anyKnown, anyUnknown) = (false, false, false);
        while (reader.TryReadFilled(out var line, "a gene identifier, a tab and a gene name"))
        {
            var fields = DelimitedLine.Split(reader, line, '\t');
            // A row that was quoted as a whole.
            if (fields.Count == 1 && fields[0].Contains('\t')) fields = [.. fields[0].Split('\t')];
            if (fields[0].Length == 0) throw reader.Error($"found {LineReader.Quote(line)}", "a gene identifier, a tab and a gene name");
            var type = fields.Count >= 3 ? fields[2].Trim() : "";
            // Old DropletUtils wrote the words of a type as columns of their own.
            if (fields.Count >= 4 && type.Length > 0 && !IsKnown(type)
                && Array.Find(Types, known => known.StartsWith(type + " ", StringComparison.OrdinalIgnoreCase)
                && string.Join(' ', fields.Skip(2)).StartsWith(known, StringComparison.OrdinalIgnoreCase)) is { } joined)
                (type, split) = (joined, true);
            if (type.Equals(GeneExpression, StringComparison.OrdinalIgnoreCase)) type = GeneExpression;
            if (type == GeneExpression) anyGene = true;
            else if (IsKnown(type)) anyKnown = true;
            else if (type.Length > 0) (anyUnknown, unknown) = (true, type);
            rows.Add((fields[0], fields.Count >= 2 && fields[1].Length > 0 ? fields[1] : fields[0], type));
        }

        // A third column that knows none of 10x's types says something else: a chromosome, a biotype.
        var noTypes = anyUnknown && !anyGene && !anyKnown;
        var columns = new int[rows.Count];
        var (ids, names) = (new List<string>(), new List<string>());
        var others = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < rows.Count; row++)
        {
            var (id, name, type) = rows[row];
            if (!noTypes && type is not (GeneExpression or ""))
            {
                others[type] = others.GetValueOrDefault(type) + 1;
                columns[row] = -1;
                continue;
            }

            columns[row] = ids.Count;
            ids.Add(id);
            names.Add(name);
        }

        var other = others.Count == 0 ? "" : " besides " + Describe(others);
        if (ids.Count < 2) throw new GapFillException($"{path} names {ids.Count} gene{(ids.Count == 1 ? "" : "s")}{other}; expected at least 2.");
        var note = noTypes ? $"the third column holds no feature type of 10x ('{unknown}' for one); all {ids.Count} rows are read as genes."
            : split ? $"the words of a feature type stand in columns of their own; they are read as one, such as '{GeneExpression}'."
            : null;
        return new FeatureTable(rows.Count, columns, ids, names, others, note);
    }

    /// <summary>For example "17 of type 'Antibody Capture'".</summary>
    public static string Describe(IReadOnlyDictionary<string, int> types) =>
        string.Join(", ", types.Select(type => $"{type.Value} of type '{type.Key}'"));

    private static bool IsKnown(string type) => Types.Contains(type, StringComparer.OrdinalIgnoreCase);
}
