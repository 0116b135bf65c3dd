using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Baselines;

/// <summary>Each gene's log1p CP10k over the cells in which it was observed.</summary>
/// <param name="Means">Mean; 0 for a gene that no cell shows.</param>
/// <param name="Deviations">Standard deviation, its square shrunk towards the genes' mean variance by 5 observations; above 0.</param>
/// <param name="DetectionRates">Share of the cells that show the gene.</param>
internal sealed record ExpressedMoments(float[] Means, float[] Deviations, float[] DetectionRates)
{
    private const double Shrinkage = 5;
    private const double LeastDeviation = 1e-3;

    /// <summary>Measures.</summary>
    public static ExpressedMoments Of(NormalizedCells cells)
    {
        var means = GeneMean.NonZeroMeans(cells);
        var squares = new double[cells.GeneCount];
        var counts = new int[cells.GeneCount];
        for (var i = 0; i < cells.Values.Length; i++)
        {
            double difference = cells.Values[i] - means[cells.Genes[i]];
            squares[cells.Genes[i]] += difference * difference;
            counts[cells.Genes[i]]++;
        }
        var meanVariance = squares.Select((sum, gene) => sum / Math.Max(1, counts[gene])).Average();
        return new(means,
            [.. squares.Select((sum, gene) => (float)Math.Max(LeastDeviation, Math.Sqrt((sum + Shrinkage * meanVariance) / (counts[gene] + Shrinkage))))],
            [.. counts.Select(count => (float)count / cells.CellCount)]);
    }
}
