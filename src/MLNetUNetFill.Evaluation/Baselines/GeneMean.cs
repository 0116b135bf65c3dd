using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Baseline: every missing entry gets the gene's mean over the cells in which it was observed.</summary>
internal static class GeneMean
{
    /// <summary>Predicts single entries.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="entries">Row and column of each entry wanted.</param>
    /// <returns>log1p CP10k, one value per entry; 0 for a gene that no cell shows.</returns>
    public static float[] Predict(SparseCells cells, ReadOnlySpan<(int Cell, int Gene)> entries)
    {
        var means = NonZeroMeans(cells);
        var predicted = new float[entries.Length];
        for (var i = 0; i < entries.Length; i++) predicted[i] = means[entries[i].Gene];
        return predicted;
    }

    /// <summary>Mean of each gene over the cells in which it was observed; 0 for a gene that no cell shows.</summary>
    public static float[] NonZeroMeans(SparseCells cells)
    {
        var sums = new double[cells.GeneCount];
        var counts = new int[cells.GeneCount];
        for (var i = 0; i < cells.Values.Length; i++)
        {
            sums[cells.Genes[i]] += cells.Values[i];
            counts[cells.Genes[i]]++;
        }
        return [.. sums.Select((sum, gene) => (float)(sum / Math.Max(1, counts[gene])))];
    }
}
