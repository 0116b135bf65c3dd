namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>A measure of the benchmark.</summary>
/// <param name="Key">Name in files.</param>
/// <param name="Heading">Name in tables.</param>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="Meaning">One phrase for readers of the report.</param>
/// <param name="Ideal">The value that a perfect method would have; infinite where lower or higher is better without a limit; null where
/// there is no better and worse.</param>
/// <param name="Decimals">Decimals in tables.</param>
/// <param name="Spread">The key of the standard deviation that belongs to it; null for none.</param>
internal sealed record Measure(string Key, string Heading, MeasureGroup Group, string Meaning, double? Ideal = null, int Decimals = 4,
    string? Spread = null)
{
    /// <summary>How far a value is from the best there can be.</summary>
    public double Distance(double value) => Ideal switch
    {
        double.NegativeInfinity => value,
        double.PositiveInfinity => -value,
        { } ideal => Math.Abs(value - ideal),
        null => 0,
    };
}

/// <summary>A measure of cells that a network fills.</summary>
/// <param name="New">Of a network that never saw the cells.</param>
/// <param name="Known">Of one that was trained on all cells.</param>
internal sealed record CellsMeasure(Measure New, Measure Known);

/// <summary>Measures that are taken together, as <c>--measures</c> chooses them.</summary>
internal enum MeasureGroup
{
    /// <summary>Errors at held-out entries.</summary>
    Entries,

    /// <summary>Changes of the matrix by filling.</summary>
    Matrix,

    /// <summary>Clusters against labels.</summary>
    Clusters,

    /// <summary>Prediction of an unseen half of the molecules.</summary>
    Thinning,

    /// <summary>Correlations of genes that have none.</summary>
    FalseCorrelations,

    /// <summary>Prediction of a tenth of the molecules by the protocol of the Open Problems benchmark.</summary>
    Denoising,

    /// <summary>Cells that a network never saw.</summary>
    HeldOutCells,

    /// <summary>Time and memory of a method; always measured.</summary>
    Cost,
}
