using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>What a benchmark works on: the same for all methods.</summary>
/// <param name="Counts">Raw counts of the genes chosen; every cell has at least one.</param>
/// <param name="Labels">Known type of each cell; null for none.</param>
/// <param name="HoldOuts">Sets of held-out entries, with their names.</param>
internal sealed record CompareInput(CountMatrix Counts, string[]? Labels, IReadOnlyList<(string Name, HoldOut HoldOut)> HoldOuts)
{
    private const double Share = 0.1;

    /// <summary>Dense matrices at a time: the five of a result, and those that a method works on; each hold-out holds one more.</summary>
    private const int DenseMatrices = 8;

    /// <summary>Reads and checks all of it.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="source">The input and its labels.</param>
    /// <param name="holdOutFiles">Held-out entries; none to choose a tenth of the entries for each seed.</param>
    /// <param name="genes">How many of the most variable genes to work on; 0 for all.</param>
    /// <param name="seeds">Seeds of the choice.</param>
    /// <exception cref="GapFillException">Something does not fit.</exception>
    public static CompareInput Read(CommandContext context, InputSource source, IReadOnlyList<string> holdOutFiles, int genes,
        IReadOnlyList<int> seeds)
    {
        var (complete, known) = Inputs.CountsAndLabels(context, source);
        (string Name, IReadOnlyList<(int Cell, int Gene)> Entries)[] files =
            [.. Names(holdOutFiles).Zip(holdOutFiles, (name, file) => (name, HoldOutFile.Read(file, complete)))];

        int[] kept = genes == 0 ? [.. Enumerable.Range(0, complete.GeneCount)] : GeneSelection.MostVariable(complete, genes);
        var chosen = complete.SelectGenes(kept);
        var cells = chosen.CellsWithCounts();
        var counts = chosen.SelectCells(cells);
        if (kept.Length < complete.GeneCount || cells.Length < complete.CellCount)
            context.Log.Info($"Working on {kept.Length:N0} of {Counted.Text(complete.GeneCount, "gene")} and {cells.Length:N0} of "
                + $"{Counted.Text(complete.CellCount, "cell")}: the most variable genes, and the cells that show any of them.");
        if ((long)counts.CellCount * counts.GeneCount > Array.MaxLength / 4)
            throw new GapFillException($"{counts.CellCount} cells x {counts.GeneCount} genes are too many for the benchmark, which "
                + $"holds dense matrices; expected at most {Array.MaxLength / 4} entries: give a smaller --genes.");

        var matrices = DenseMatrices + Math.Max(files.Length, seeds.Count);
        AvailableMemory.Require(sizeof(float) * (long)matrices * counts.CellCount * counts.GeneCount,
            $"Comparing methods on {counts.CellCount} cells x {counts.GeneCount} genes", "expected fewer --genes, cells or hold-outs");

        string[]? labels = known is null ? null : [.. cells.Select(cell => known[cell])];
        IEnumerable<(string, HoldOut)> holdOuts = files.Length == 0
            ? seeds.Select(seed => ($"hold-out of seed {seed}", HoldOut.Choose(counts, Share, seed)))
            : files.Select(file => (file.Name, HoldOut.Remove(counts, file.Entries
                .Select(entry => (Cell: Array.BinarySearch(cells, entry.Cell), Gene: Array.BinarySearch(kept, entry.Gene)))
                .Where(entry => entry is { Cell: >= 0, Gene: >= 0 }))));
        return new CompareInput(counts, labels, [.. holdOuts.Select(holdOut => Checked(context, source.Path, holdOut))]);
    }

    /// <summary>File names without their folders; a name that occurred before gets a number.</summary>
    private static IEnumerable<string> Names(IReadOnlyList<string> files)
    {
        var seen = new Dictionary<string, int>();
        foreach (var name in files.Select(Path.GetFileName).OfType<string>())
        {
            seen[name] = seen.GetValueOrDefault(name) + 1;
            yield return seen[name] == 1 ? name : $"{name} ({seen[name]})";
        }
    }

    private static (string, HoldOut) Checked(CommandContext context, string folder, (string Name, HoldOut HoldOut) holdOut)
    {
        if (holdOut.HoldOut.Entries.Count == 0)
            throw new GapFillException($"{holdOut.Name} leaves no entry of {folder} to ask back; expected at least 1 among the genes "
                + $"and cells in play.");
        context.Log.Info($"{holdOut.Name}: {Counted.Text(holdOut.HoldOut.Entries.Count, "count")} set to zero.");
        return holdOut;
    }
}
