namespace MLNetUNetFill.Evaluation;

/// <summary>One entry that was set to zero to be predicted.</summary>
/// <param name="Cell">0-based row.</param>
/// <param name="Gene">0-based column.</param>
/// <param name="Count">Its raw count, above 0.</param>
public readonly record struct HeldOutEntry(int Cell, int Gene, float Count);

/// <summary>A count matrix with some of its non-zero entries set to zero, and these entries: the ground truth of a filling.</summary>
public sealed class HoldOut
{
    private HoldOut(CountMatrix corrupted, IReadOnlyList<HeldOutEntry> entries) => (Corrupted, Entries) = (corrupted, entries);

    /// <summary>The counts without the held-out entries: all that a method may see.</summary>
    public CountMatrix Corrupted { get; }

    /// <summary>The entries held out, by cell and gene, ascending.</summary>
    public IReadOnlyList<HeldOutEntry> Entries { get; }

    /// <summary>Holds out entries drawn uniformly from all non-zero ones. A cell that would lose all of its entries keeps them all
    /// instead.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="fraction">Share of the non-zero entries. Default 0.1, range (0, 1).</param>
    /// <param name="seed">Seed of the choice. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is outside its range.</exception>
    public static HoldOut Choose(CountMatrix counts, double fraction = 0.1, int seed = 1)
    {
        if (fraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, $"fraction is {fraction}; expected above 0 and below 1.");
        var random = new SplitMix64(seed, counts.NonZeroCount);
        long left = counts.NonZeroCount, wanted = (long)Math.Round(fraction * left);
        var chosen = new List<(int, int)>((int)wanted);
        for (var cell = 0; cell < counts.CellCount; cell++)
            foreach (var gene in counts.GenesOf(cell))
            {
                // Selection sampling (Knuth, TAOCP 3.4.2, algorithm S): uniform and in order.
                if (random.NextDouble() * left-- >= wanted) continue;
                chosen.Add((cell, gene));
                wanted--;
            }
        return Remove(counts, chosen);
    }

    /// <summary>Holds out given entries, such as those of a published benchmark. A cell that would lose all of its entries keeps them all
    /// instead, and entries that are zero anyway are left out.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="entries">0-based row and column of each entry, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">An entry lies outside the matrix.</exception>
    public static HoldOut Remove(CountMatrix counts, IEnumerable<(int Cell, int Gene)> entries)
    {
        var genesOfCell = entries.Select(entry => (uint)entry.Cell < counts.CellCount && (uint)entry.Gene < counts.GeneCount ? entry
            : throw new ArgumentOutOfRangeException(nameof(entries), entry, $"Found the entry of cell {entry.Cell} and gene {entry.Gene}; "
                + $"expected 0-based ones of {counts.CellCount} cells and {counts.GeneCount} genes."))
            .ToLookup(entry => entry.Cell, entry => entry.Gene);
        var corrupted = new SparseCellsBuilder(counts.GeneCount);
        List<HeldOutEntry> heldOut = [];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var removed = genesOfCell[cell].ToHashSet();
            var (cellGenes, cellValues) = (counts.GenesOf(cell).ToArray(), counts.ValuesOf(cell).ToArray());
            if (cellGenes.All(removed.Contains)) removed.Clear();
            for (var i = 0; i < cellGenes.Length; i++)
            {
                if (removed.Contains(cellGenes[i])) heldOut.Add(new(cell, cellGenes[i], cellValues[i]));
                else corrupted.Add(cellGenes[i], cellValues[i]);
            }
            corrupted.EndCell();
        }
        return new(counts.WithValues(corrupted.Build()), heldOut);
    }

    /// <summary>The true value of every held-out entry in log1p CP10k: <c>log1p(1e4 * count / library size of the corrupted cell)</c>, the
    /// scale in which a method that saw only <see cref="Corrupted"/> gives its answer.</summary>
    /// <returns>One value per entry, in the order of <see cref="Entries"/>.</returns>
    public float[] Truth()
    {
        double[] libraries = [.. Enumerable.Range(0, Corrupted.CellCount).Select(Corrupted.LibrarySize)];
        return [.. Entries.Select(entry => LibrarySize.Log1pCp10k(entry.Count, libraries[entry.Cell]))];
    }

    /// <summary>The hold-out with some of its cells.</summary>
    /// <param name="cells">The cells, ascending.</param>
    internal HoldOut SelectCells(int[] cells) => new(Corrupted.SelectCells(cells),
        [.. Entries.Select(entry => entry with { Cell = Array.BinarySearch(cells, entry.Cell) }).Where(entry => entry.Cell >= 0)]);

    /// <summary>The values of the held-out entries in a dense matrix, cells x genes, in the order of <see cref="Entries"/>.</summary>
    internal float[] Held(float[] matrix) => [.. Entries.Select(entry => matrix[entry.Cell * Corrupted.GeneCount + entry.Gene])];
}
