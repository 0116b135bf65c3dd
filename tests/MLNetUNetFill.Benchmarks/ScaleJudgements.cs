using MLNetUNetFill.Cells;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Benchmarks;

/// <summary><c>scales FOLDER...</c>: what 10x folders of raw counts are taken for as they are, and in the scales that people store them
/// in.</summary>
internal static class ScaleJudgements
{
    private static readonly (string Name, Func<float, double, double> Change)[] Scales =
    [
        ("counts", (count, _) => count),
        ("log1p CP10k", (count, library) => Math.Log(1 + 1e4 * count / library)),
        ("log2(CPM + 1)", (count, library) => Math.Log2(1 + 1e6 * count / library)),
        ("CP10k", (count, library) => 1e4 * count / library),
        ("CPM", (count, library) => 1e6 * count / library),
        ("CPM, rounded", (count, library) => Math.Round(1e6 * count / library)),
        ("fractions", (count, library) => count / library),
        ("counts / 1000", (count, _) => count / 1000),
    ];

    public static int Run(IEnumerable<string> folders)
    {
        Console.WriteLine($"| set | {string.Join(" | ", Scales.Select(scale => scale.Name))} |");
        Console.WriteLine($"|---|{string.Concat(Scales.Select(_ => "---|"))}");
        foreach (var folder in folders)
        {
            var counts = TenX.Read(folder).Counts;
            Console.WriteLine($"| {Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))))} | "
                + $"{string.Join(" | ", Scales.Select(scale => Judgement(counts, scale.Change)))} |");
        }

        return 0;
    }

    private static string Judgement(CountMatrix counts, Func<float, double, double> change)
    {
        var evidence = new CountEvidence();
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var library = counts.LibrarySize(cell);
            evidence.Add(Array.ConvertAll(counts.ValuesOf(cell).ToArray(), count => (float)change(count, library)));
        }

        return evidence.Objection() is { } objection
            ? objection[(objection.IndexOf("so they ", StringComparison.Ordinal) + 8)..].Replace("look like ", "", StringComparison.Ordinal)
                .Replace("are ", "", StringComparison.Ordinal).Replace("were ", "", StringComparison.Ordinal)
            : evidence.FractionalValues * 100 > evidence.NonZeroCount ? "estimated counts" : "counts";
    }
}
