namespace MLNetUNetFill.Hiding;

/// <summary>
/// Chooses which observed entries of a cell are hidden from the network, which has to predict them: anew for every cell and epoch, the same
/// for the same seed, epoch and cell.
/// </summary>
/// <param name="cells">The training matrix.</param>
/// <param name="validation">Entries that are never masked.</param>
/// <param name="rate">Expected share of a cell's training entries that is hidden, in (0, 1).</param>
/// <param name="seed">Seed of all masks.</param>
internal sealed class RandomMask(SparseCells cells, ValidationSplit validation, float rate, int seed)
{
    /// <summary>Draws the mask of a cell in an epoch.</summary>
    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="cell">Row of the training matrix.</param>
    /// <returns>The hidden entries, ascending indices into <see cref="SparseCells.Values"/>: at least one and never all of the training
    /// entries of a cell that has two or more, none of a cell with fewer.</returns>
    public int[] Draw(int epoch, int cell)
    {
        var setAside = validation.EntriesOf(cell);
        int start = cells.RowStarts[cell], end = cells.RowStarts[cell + 1];
        var left = end - start - setAside.Length;
        if (left < 2) return [];
        var random = new SplitMix64(seed, epoch, cell);
        var hidden = new int[Math.Clamp(random.Round((double)rate * left), 1, left - 1)];
        var drawn = 0;
        for (var position = start; drawn < hidden.Length; position++)
        {
            if (!setAside.IsEmpty && setAside[0] == position)
            {
                setAside = setAside[1..];
                continue;
            }
            // Selection sampling (Knuth, TAOCP 3.4.2, algorithm S): uniform, in order, without a shuffled copy.
            if (random.Next(left--) < hidden.Length - drawn) hidden[drawn++] = position;
        }
        return hidden;
    }
}
