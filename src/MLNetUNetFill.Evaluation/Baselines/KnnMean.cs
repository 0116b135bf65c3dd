using MLNetUNetFill.Cells;
using MLNetUNetFill.Numerics;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>
/// Baseline: the gene's mean over those of the cell's nearest neighbours in which it was observed, shrunk towards the gene mean by one
/// observation: <c>(sum + geneMean) / (n + 1)</c>. Neighbours are found on principal components of log1p CP10k, the cell itself excluded.
/// </summary>
internal static class KnnMean
{
    /// <summary>Predicts single entries.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="entries">Row and column of each entry wanted.</param>
    /// <param name="neighbours">Number of neighbours; all other cells if there are fewer.</param>
    /// <param name="components">Number of principal components.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>log1p CP10k, one value per entry; 0 for a gene that no cell shows.</returns>
    public static float[] Predict(SparseCells cells, ReadOnlySpan<(int Cell, int Gene)> entries, int neighbours = 15, int components = 20,
        CancellationToken cancellation = default)
    {
        var means = GeneMean.NonZeroMeans(cells);
        var nearest = CellNeighbours.Find(cells, neighbours, components, cancellation);
        var predicted = new float[entries.Length];
        var around = new NeighbourSums(cells.GeneCount);
        foreach (var group in Enumerable.Range(0, entries.Length).ToLookup(CellOf(entries)))
        {
            around.Clear();
            around.Add(cells, nearest[group.Key]);
            foreach (var i in group) predicted[i] = Shrink(around, means, entries[i].Gene);
        }
        return predicted;
    }

    /// <summary>The shrunken mean of one gene over some neighbours.</summary>
    public static float Shrink(NeighbourSums around, ReadOnlySpan<float> means, int gene) =>
        (around.Sums[gene] + means[gene]) / (around.Counts[gene] + 1);

    private static Func<int, int> CellOf(ReadOnlySpan<(int Cell, int Gene)> entries)
    {
        var cells = new int[entries.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = entries[i].Cell;
        return i => cells[i];
    }
}

/// <summary>Neighbours of cells.</summary>
internal static class CellNeighbours
{
    /// <summary>Finds the neighbours of every cell on principal components of its expression.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="neighbours">Number of neighbours; all other cells if there are fewer.</param>
    /// <param name="components">Number of principal components; fewer if there are fewer cells or genes.</param>
    /// <param name="cancellation">Checked for every cell.</param>
    /// <returns>For each cell its neighbours, nearest first, without itself.</returns>
    public static int[][] Find(SparseCells cells, int neighbours, int components, CancellationToken cancellation) =>
        NearestNeighbours.FindAll(PrincipalComponents.Scores(cells, components, seed: 0, cancellation: cancellation), cells.CellCount,
            neighbours, cancellation);

    /// <summary>Imputes every cell from the sums over its neighbours.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="neighbours">Number of neighbours; all other cells if there are fewer.</param>
    /// <param name="components">Number of principal components.</param>
    /// <param name="cancellation">Checked for every cell.</param>
    /// <param name="impute">Writes the values of a cell, one a gene, from the sums over its neighbours and their number.</param>
    /// <returns>Cells x genes, row-major.</returns>
    public static float[] Impute(SparseCells cells, int neighbours, int components, CancellationToken cancellation, CellImputer impute)
    {
        var nearest = Find(cells, neighbours, components, cancellation);
        var filled = DenseCells.Zeros(cells.CellCount, cells.GeneCount);
        var around = new NeighbourSums(cells.GeneCount);
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            cancellation.ThrowIfCancellationRequested();
            around.Clear();
            around.Add(cells, nearest[cell]);
            impute(around, nearest[cell].Length, filled.AsSpan(cell * cells.GeneCount, cells.GeneCount));
        }
        return filled;
    }
}

/// <summary>Writes the imputed values of one cell.</summary>
/// <param name="around">Sums and counts over its neighbours.</param>
/// <param name="neighbours">How many there are.</param>
/// <param name="row">One value a gene.</param>
internal delegate void CellImputer(NeighbourSums around, int neighbours, Span<float> row);
