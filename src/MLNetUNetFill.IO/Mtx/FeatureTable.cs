namespace MLNetUNetFill.IO.Mtx;

/// <summary>The genes among the features of a 10x matrix.</summary>
/// <param name="ColumnOfRow">Column in the matrix in memory of every feature, -1 for one that is no gene.</param>
/// <param name="Ids">Identifiers of the genes.</param>
/// <param name="Names">Names of the genes as in the file, the identifier where there is none.</param>
/// <param name="OtherTypes">Features that are not genes, by type.</param>
internal sealed record FeatureTable(int[] ColumnOfRow, List<string> Ids, List<string> Names, SortedDictionary<string, int> OtherTypes)
{
    public const string GeneExpression = "Gene Expression";

    /// <summary>What Cell Ranger puts into the third column.</summary>
    private static readonly string[] Types = [GeneExpression, "Antibody Capture", "CRISPR Guide Capture", "Multiplexing Capture",
        "Antigen Capture", "VDJ", "VDJ-T", "VDJ-B", "VDJ-T-GD", "Peaks", "Custom"];

    /// <summary>What the third column of the file was taken for where it holds no types of 10x; null where it does.</summary>
    public string? Note { get; private init; }

    /// <summary>Takes the genes out of features.</summary>
    /// <param name="features">Identifier, name and type of each; no type is that of a gene, null that of what is not read.</param>
    /// <param name="tooFew">The error where there are fewer than 2, from how many there are.</param>
    public static FeatureTable Select(IEnumerable<(string Id, string Name, string? Type)> features, Func<string, Exception> tooFew)
    {
        var (columns, ids, names) = (new List<int>(), new List<string>(), new List<string>());
        var others = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, name, type) in features)
        {
            if (type is GeneExpression or "")
            {
                columns.Add(ids.Count);
                ids.Add(id);
                names.Add(name.Length > 0 ? name : id);
                continue;
            }

            columns.Add(-1);
            if (type is not null) others[type] = others.GetValueOrDefault(type) + 1;
        }

        var other = others.Count == 0 ? "" : " besides " + Describe(others);
        return ids.Count >= 2 ? new FeatureTable([.. columns], ids, names, others)
            : throw tooFew(Counted.Text(ids.Count, "gene") + other);
    }

    /// <summary>Reads <c>features.tsv</c> (v3: id, name, type, ...) or <c>genes.tsv</c> (v2: id, name).</summary>
    public static FeatureTable Read(string path)
    {
        using var reader = new LineReader(path);
        var rows = new List<(string Id, string Name, string? Type)>();
        var (split, unknown) = (false, "");
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
            if (!IsKnown(type) && type.Length > 0) unknown = type;
            rows.Add((fields[0], fields.Count >= 2 ? fields[1] : "", type));
        }

        // A third column that knows none of 10x's types says something else: a chromosome, a biotype.
        var hasTypes = unknown.Length == 0 || rows.Exists(row => IsKnown(row.Type!));
        return Select(hasTypes ? rows : rows.Select(row => (row.Id, row.Name, (string?)"")),
            found => new GapFillException($"{path} names {found}; expected at least 2.")) with
        {
            Note = !hasTypes ? $"the third column holds no feature type of 10x ({NameList.Quote(unknown)} for one); "
                    + $"all {rows.Count} rows are read as genes."
                : split ? $"the words of a feature type stand in columns of their own; they are read as one, such as '{GeneExpression}'."
                : null,
        };
    }

    /// <summary>Says which features were left out.</summary>
    public void Warn(string path, List<string> warnings)
    {
        if (OtherTypes.Count > 0) warnings.Add($"{path}: left out {Describe(OtherTypes)}; only '{GeneExpression}' is read.");
    }

    /// <summary>For example "17 of type 'Antibody Capture'".</summary>
    private static string Describe(IReadOnlyDictionary<string, int> types) =>
        string.Join(", ", types.Select(type => $"{type.Value} of type {NameList.Quote(type.Key)}"));

    private static bool IsKnown(string type) => Types.Contains(type, StringComparer.OrdinalIgnoreCase);
}
