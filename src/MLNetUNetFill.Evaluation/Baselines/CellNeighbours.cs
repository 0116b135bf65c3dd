namespace MLNetUNetFill.Evaluation.Baselines;

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

    /// <summary>Makes every cell from the sums over some cells.</summary>
    /// <param name="cells">What is summed, cells x genes.</param>
    /// <param name="members">For each cell those that are summed.</param>
    /// <param name="cancellation">Checked for every cell.</param>
    /// <param name="impute">Writes the values of a cell, one a gene, from the sums and the number of cells summed.</param>
    /// <returns>Cells x genes, row-major.</returns>
    public static float[] Impute(SparseCells cells, int[][] members, CancellationToken cancellation, CellImputer impute)
    {
        var filled = DenseCells.Zeros(cells.CellCount, cells.GeneCount);
        var around = new CellSums(cells.GeneCount);
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            cancellation.ThrowIfCancellationRequested();
            around.Clear();
            around.Add(cells, members[cell]);
            impute(around, members[cell].Length, filled.AsSpan(cell * cells.GeneCount, cells.GeneCount));
        }
        return filled;
    }
}

/// <summary>Writes the imputed values of one cell.</summary>
/// <param name="around">Sums and counts over its neighbours.</param>
/// <param name="neighbours">How many there are.</param>
/// <param name="row">One value a gene.</param>
internal delegate void CellImputer(CellSums around, int neighbours, Span<float> row);

/// <summary>Sums over some cells, and in how many of them each gene was observed. Cells can be added one after the other.</summary>
/// <param name="genes">Number of genes.</param>
internal sealed class CellSums(int genes)
{
    /// <summary>Sum of each gene's values.</summary>
    public float[] Sums { get; } = new float[genes];

    /// <summary>In how many of the cells each gene was observed.</summary>
    public float[] Counts { get; } = new float[genes];

    /// <summary>Sets all sums to 0.</summary>
    public void Clear()
    {
        Array.Clear(Sums);
        Array.Clear(Counts);
    }

    /// <summary>Adds cells.</summary>
    public void Add(SparseCells cells, ReadOnlySpan<int> members)
    {
        foreach (var member in members)
        {
            var genes = cells.GenesOf(member);
            var values = cells.ValuesOf(member);
            for (var i = 0; i < genes.Length; i++)
            {
                Sums[genes[i]] += values[i];
                Counts[genes[i]]++;
            }
        }
    }

    /// <summary>The mean of a gene over the cells that show it, shrunk towards the gene's mean by one observation.</summary>
    public float ShrunkMean(int gene, ReadOnlySpan<float> means) => (Sums[gene] + means[gene]) / (Counts[gene] + 1);
}
