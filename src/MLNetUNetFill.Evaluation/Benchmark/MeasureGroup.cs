namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Measures that are taken together: what <c>--measures</c> chooses from.</summary>
internal enum MeasureGroup
{
    /// <summary>Errors at held-out entries.</summary>
    Entries,

    /// <summary>What filling does to the matrix.</summary>
    Matrix,

    /// <summary>Clusters against labels.</summary>
    Clusters,

    /// <summary>Prediction of an unseen half of the molecules.</summary>
    Thinning,

    /// <summary>Correlations of genes that have none.</summary>
    FalseCorrelations,

    /// <summary>What a method costs; always measured.</summary>
    Cost,
}
