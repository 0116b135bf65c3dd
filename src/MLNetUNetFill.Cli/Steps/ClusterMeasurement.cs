using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Clusters the cells before and after filling and compares the clusters with the known types.</summary>
internal static class ClusterMeasurement
{
    /// <summary>Measures.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="counts">The raw counts: before.</param>
    /// <param name="filled">log1p CP10k, the same cells and genes: after.</param>
    /// <param name="genes">The genes that the cells are clustered by, ascending.</param>
    /// <param name="labels">The type of each cell.</param>
    /// <param name="seed">Seed of components and k-means, the same before and after.</param>
    public static ClusteringReport Measure(CommandContext context, CountMatrix counts, CountMatrix filled, int[] genes, string[] labels,
        int seed)
    {
        context.Log.Info("Clustering before and after filling ...");
        var before = Agreement(counts.Normalize());
        var components = CellClustering.Rank(CellClustering.DefaultComponents, genes.Length, counts.CellCount);
        return new ClusteringReport(counts.CellCount, labels.Distinct(StringComparer.Ordinal).Count(), genes.Length, components, before,
            Agreement(filled));

        ClusterAgreement Agreement(CountMatrix values) => ClusterAgreement.Compute(values.Cells.SelectGenes(genes), labels, seed,
            context.Cancelled);
    }
}
