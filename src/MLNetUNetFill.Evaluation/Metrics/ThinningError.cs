namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>
/// How well expected rates learned from one half of the molecules predict the other half, over all entries: molecular cross-validation
/// (Batson, Royer and Webber, bioRxiv 2019). The fair test of an expected value, zeros included.
/// </summary>
/// <param name="Deviance">Mean Poisson deviance, <c>2 (t log(t / l) - (t - l))</c>, of unseen counts t at expected counts l.</param>
/// <param name="Mse">Mean squared error, counts squared.</param>
internal readonly record struct ThinningError(double Deviance, double Mse)
{
    /// <summary>The least expected count: the logarithm of none is not finite.</summary>
    private const double Floor = 1e-3;

    /// <summary>Compares rates with unseen counts.</summary>
    /// <param name="unseen">The counts that the method has not seen.</param>
    /// <param name="rates">Expected rates, cells x genes, row by row, up to a factor for the cell: each row is scaled to the cell's unseen
    /// library. Negative rates count as 0.</param>
    public static ThinningError Compute(CountMatrix unseen, ReadOnlySpan<float> rates)
    {
        double deviance = 0, squares = 0;
        var counts = new float[unseen.GeneCount];
        for (var cell = 0; cell < unseen.CellCount; cell++)
        {
            var row = rates.Slice(cell * unseen.GeneCount, unseen.GeneCount);
            double sum = 0;
            foreach (var rate in row) sum += Math.Max(0, rate);
            var scale = unseen.LibrarySize(cell) / Math.Max(sum, 1e-9);
            unseen.Cells.CopyTo(cell, counts);
            for (var gene = 0; gene < row.Length; gene++)
            {
                var expected = Math.Max(Floor, Math.Max(0, row[gene]) * scale);
                var count = counts[gene];
                if (count > 0) deviance += count * Math.Log(count / expected);
                deviance -= count - expected;
                squares += (count - expected) * (count - expected);
            }
        }
        var entries = (double)unseen.CellCount * unseen.GeneCount;
        return new(2 * deviance / entries, squares / entries);
    }
}
