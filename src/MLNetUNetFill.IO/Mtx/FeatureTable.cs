using System.Text;
using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>The rows of <c>features.tsv</c> (v3: id, name, type, ...) or <c>genes.tsv</c> (v2: id, name).</summary>
/// <param name="RowCount">Rows of the file, genes or not.</param>
/// <param name="ColumnOfRow">Column in the matrix in memory, -1 for a feature that is not a gene.</param>
/// <param name="Ids">Identifiers of the genes.</param>
/// <param name="Names">Names of the genes as in the file, the identifier where there is none.</param>
/// <param name="OtherTypes">Rows that are not genes, by type.</param>
internal sealed record FeatureTable(int RowCount, int[] ColumnOfRow, List<string> Ids, List<string> Names, SortedDictionary<string, int> OtherTypes)
{
    public const string GeneExpression = "Gene Expression";

    public static FeatureTable Read(string path)
    {
        using var reader = new LineReader(path);
        var columns = new List<int>();
        var (ids, names) = (new List<string>(), new List<string>());
        var others = new SortedDictionary<string, int>(StringComparer.Ordinal);
        while (reader.TryRead(out var line))
        {
            var fields = Encoding.UTF8.GetString(line).Split('\t');
            if (fields[0].Length == 0) throw reader.Error($"found {LineReader.Quote(line)}", "a gene identifier, a tab and a gene name");
            if (fields.Length >= 3 && fields[2] is not (GeneExpression or ""))
            {
                others[fields[2]] = others.GetValueOrDefault(fields[2]) + 1;
                columns.Add(-1);
                continue;
            }

            columns.Add(ids.Count);
            ids.Add(fields[0]);
            names.Add(fields.Length >= 2 && fields[1].Length > 0 ? fields[1] : fields[0]);
        }

        var other = others.Count == 0 ? "" : " besides " + Describe(others);
        if (ids.Count < 2) throw new GapFillException($"{path} names {ids.Count} gene{(ids.Count == 1 ? "" : "s")}{other}; expected at least 2.");
        return new FeatureTable(columns.Count, [.. columns], ids, names, others);
    }

    /// <summary>For example "17 of type 'Antibody Capture'".</summary>
    public static string Describe(IReadOnlyDictionary<string, int> types) =>
        string.Join(", ", types.Select(type => $"{type.Value} of type '{type.Key}'"));
}
