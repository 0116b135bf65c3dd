using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Baselines;

/// <summary>A known way to fill the gaps of a count matrix: what the U-Net has to beat.</summary>
internal abstract record Baseline
{
    /// <summary>Name in reports and on the command line, such as <c>knn-mean</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The publication that defines the method.</summary>
    public abstract string Source { get; }

    /// <summary>Fills a whole matrix. The same counts and options give the same result.</summary>
    /// <param name="counts">Raw counts, cells x genes; every cell has at least one.</param>
    /// <param name="cancellation">Checked between the steps of the method.</param>
    public abstract Imputation Impute(CountMatrix counts, CancellationToken cancellation);
}
