namespace MLNetUNetFill.Cells;

/// <summary>Statistics of every modelled gene over the training cells; each array is <c>[G]</c>.</summary>
/// <param name="Mean">Mean of log1p CP10k over the cells that show the gene.</param>
/// <param name="Deviation">Its standard deviation, shrunk towards the average gene's by five observations.</param>
/// <param name="DetectionRate">Share of the cells that show the gene.</param>
/// <param name="Share">The gene's share of all counts, with half a count added to every gene.</param>
/// <param name="OverallMean">Mean of log1p CP10k over all cells, zeros included.</param>
/// <param name="OverallDeviation">Its standard deviation, plus 0.1, so that rare genes do not weigh too much.</param>
internal sealed record GeneMoments(float[] Mean, float[] Deviation, float[] DetectionRate, float[] Share, float[] OverallMean,
    float[] OverallDeviation)
{
    private const double PriorObservations = 5;
    private const double Pseudocount = 0.5;
    private const double DeviationFloor = 0.1;

    /// <summary>Measures all genes.</summary>
    public static GeneMoments Measure(TrainingCounts counts)
    {
        var genes = counts.GeneCount;
        double[] seen = new double[genes], sum = new double[genes], squares = new double[genes], total = new double[genes];
        for (var cell = 0; cell < counts.CellCount; cell++)
            for (var i = counts.RowStarts[cell]; i < counts.RowStarts[cell + 1]; i++)
            {
                if (counts.Values[i] == 0) continue;
                var (gene, value) = (counts.Genes[i], (double)LibrarySize.Log1pCp10k(counts.Values[i], counts.Libraries[cell]));
                seen[gene]++;
                sum[gene] += value;
                squares[gene] += value * value;
                total[gene] += counts.Values[i];
            }

        double cells = counts.CellCount, depth = counts.Libraries.Sum(library => (double)library) + Pseudocount * genes;
        var variances = seen.Select((n, gene) => n == 0 ? 0 : Variance(sum[gene], squares[gene], n)).ToArray();
        var prior = PriorObservations * variances.Average();
        return new GeneMoments(
            Each(gene => sum[gene] / Math.Max(1, seen[gene])),
            Each(gene => Math.Max(1e-3, Math.Sqrt((variances[gene] * seen[gene] + prior) / (Math.Max(1, seen[gene]) + PriorObservations)))),
            Each(gene => seen[gene] / cells),
            Each(gene => (total[gene] / counts.VisibleShare + Pseudocount) / depth),
            Each(gene => sum[gene] / cells),
            Each(gene => Math.Sqrt(Variance(sum[gene], squares[gene], cells)) + DeviationFloor));

        float[] Each(Func<int, double> statistic) => [.. Enumerable.Range(0, genes).Select(gene => (float)statistic(gene))];
    }

    private static double Variance(double sum, double squares, double n) => Math.Max(0, squares / n - sum / n * (sum / n));
}
