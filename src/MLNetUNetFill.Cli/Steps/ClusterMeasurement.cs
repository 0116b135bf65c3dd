using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Evaluation;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Clusters the cells before and after filling and compares the clusters with the known types.</summary>
internal static class ClusterMeasurement
{
    private const int Components = 30;

    /// <summary>Measures.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="counts">The raw counts: before.</param>
    /// <param name="filled">log1p CP10k, the same cells and genes: after.</param>
    /// <param name="genes">The genes that the cells are clustered by, ascending.</param>
    /// <param name="labels">The type of each cell.</param>
    /// <param name="seed">Seed of components and k-means, the same before and after.</param>
    public static ClusteringReport Measure(CommandContext context, CountMatrix counts, CountMatrix filled, int[] genes, string[] labels, int seed)
    {
        var clusters = labels.Distinct(StringComparer.Ordinal).Count();
        context.Log.Info("Clustering before and after filling ...");
        var before = Agreement(counts.Normalize());
        var components = CellClustering.Rank(Components, genes.Length, counts.CellCount);
        return new ClusteringReport(counts.CellCount, clusters, genes.Length, components, before, Agreement(filled));

        AgreementReport Agreement(CountMatrix values)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            const string column = "Expression";
            var assigned = CellClustering.Assign(values.SelectGenes(genes).ToDataView(column), column, clusters, Components, seed: seed,
                cancellationToken: context.Cancelled);
            var score = ClusterScore.Compute<string, int>(labels, assigned);
            return new AgreementReport(score.Ari, score.Nmi);
        }
    }
}
