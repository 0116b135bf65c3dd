using System.Globalization;
using System.Text.RegularExpressions;

namespace MLNetUNetFill.Cells;

/// <summary>Finds genes by name: in any order, among others, by identifier where the name is none, without the version of an Ensembl
/// identifier.</summary>
/// <param name="wanted">The names of the genes wanted.</param>
/// <param name="names">The name of each column.</param>
/// <param name="columns">For each gene wanted, its column; -1 where there is none.</param>
internal sealed partial class GeneMatch(IReadOnlyList<string> wanted, IReadOnlyList<string> names, int[] columns)
{
    /// <summary>For each gene wanted, its column; -1 where there is none.</summary>
    public int[] Columns => columns;

    /// <summary>The genes wanted that are not there.</summary>
    public IEnumerable<string> Missing => wanted.Where((_, gene) => Columns[gene] < 0);

    /// <summary>How many columns hold a gene that is not wanted.</summary>
    public int Others => names.Count - Columns.Count(column => column >= 0);

    /// <summary>Whether the columns are the genes wanted, in their order.</summary>
    public bool IsIdentity => Others == 0 && Columns.Length == names.Count && !Columns.Where((column, gene) => column != gene).Any();

    /// <summary>Finds genes.</summary>
    /// <param name="wanted">Their names.</param>
    /// <param name="names">The name of each column.</param>
    /// <param name="ids">The identifier of each column, null where there are none.</param>
    /// <exception cref="GapFillException">A gene may be one of two columns, or a column one of two genes.</exception>
    public static GeneMatch Find(IReadOnlyList<string> wanted, IReadOnlyList<string> names, IReadOnlyList<string>? ids = null)
    {
        int[] columns = [.. Enumerable.Repeat(-1, wanted.Count)];
        var geneOf = new Dictionary<int, int>();
        foreach (var (keys, key) in ((IReadOnlyList<string>? Keys, Func<string, string> Key)[])[(names, name => name), (ids, id => id),
            (names, Unversioned), (ids, Unversioned)])
        {
            if (keys is null || Array.IndexOf(columns, -1) < 0) continue;
            var columnsOf = Enumerable.Range(0, keys.Count).ToLookup(column => key(keys[column]), StringComparer.Ordinal);
            for (var gene = 0; gene < columns.Length; gene++)
            {
                if (columns[gene] >= 0) continue;
                var found = columnsOf[key(wanted[gene])].Take(2).ToArray();
                if (found.Length == 0) continue;
                if (found.Length == 2)
                    throw new GapFillException($"The gene '{wanted[gene]}' may be '{keys[found[0]]}' or '{keys[found[1]]}' of the input; "
                        + "expected one of them.");
                if (!geneOf.TryAdd(found[0], gene))
                    throw new GapFillException($"The gene '{keys[found[0]]}' of the input may be '{wanted[geneOf[found[0]]]}' or "
                        + $"'{wanted[gene]}'; expected one of them.");
                columns[gene] = found[0];
            }
        }

        return new GeneMatch(wanted, names, columns);
    }

    /// <summary>Refuses a match of too few genes.</summary>
    /// <param name="minGeneOverlap">The least share of the genes wanted, in (0, 1].</param>
    /// <param name="input">Where the columns come from, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minGeneOverlap"/> is outside its range.</exception>
    /// <returns>A sentence on what is missing or beside the genes wanted; null where neither.</returns>
    public string? Require(double minGeneOverlap, string input)
    {
        OptionCheck.Require(minGeneOverlap is > 0 and <= 1, minGeneOverlap, "above 0 and at most 1");
        var missing = Missing.ToArray();
        var share = 1 - (double)missing.Length / wanted.Count;
        var lack = missing.Length == 0 ? ""
            : $"lacks {missing.Length} of the model's {wanted.Count} genes ({NameList.Quote(missing)})";
        if (share < minGeneOverlap)
            throw new GapFillException(string.Create(CultureInfo.InvariantCulture, $"{input} {lack}; expected at least {minGeneOverlap:P0}")
                + $" of them, under the model's names: the input's are such as '{names[0]}'.");
        if (missing.Length == 0 && Others == 0) return null;
        var parts = new[] { lack.Length == 0 ? "" : $"{lack}, which {(missing.Length == 1 ? "counts" : "count")} as not observed",
            Others == 0 ? "" : "has " + Counted.Text(Others, "gene that the model does not know, which keeps its observed value",
                "genes that the model does not know, which keep their observed value") };
        return $"{input} {string.Join("; it ", parts.Where(part => part.Length > 0))}.";
    }

    /// <summary>For each column, the gene wanted that it holds; -1 for none.</summary>
    public int[] GeneOfColumn()
    {
        int[] genes = [.. Enumerable.Repeat(-1, names.Count)];
        for (var gene = 0; gene < Columns.Length; gene++)
            if (Columns[gene] >= 0) genes[Columns[gene]] = gene;
        return genes;
    }

    private static string Unversioned(string name) => Versioned().IsMatch(name) ? name[..name.IndexOf('.', StringComparison.Ordinal)]
        : name;

    [GeneratedRegex(@"^ENS[A-Z]*[GTP]\d{11}\.\d+$")]
    private static partial Regex Versioned();
}
