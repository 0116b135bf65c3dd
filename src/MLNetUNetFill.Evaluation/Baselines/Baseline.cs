namespace MLNetUNetFill.Evaluation;

/// <summary>
/// A known way to fill the gaps of a count matrix: the U-Net has to beat it. The methods are transductive: they learn from the matrix
/// that they fill. A record with its options; <see cref="BaselineEstimator"/> puts one into an ML.NET pipeline.
/// </summary>
public abstract record Baseline
{
    /// <summary>Name in reports and on the command line, such as <c>knn-mean</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The publication that defines the method.</summary>
    public abstract string Source { get; }

    /// <summary>Fills a whole matrix. The same counts and options give the same result.</summary>
    /// <param name="counts">Raw counts, cells x genes; every cell has at least one.</param>
    /// <param name="cancellation">Checked between the steps of the method.</param>
    /// <exception cref="GapFillException">The matrix is too small or too large for the method.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public abstract Imputation Impute(CountMatrix counts, CancellationToken cancellation);

    /// <summary>Refuses a matrix that is too small for the method.</summary>
    internal virtual void Require(CountMatrix counts) { }
}
