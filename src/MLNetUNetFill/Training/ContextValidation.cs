using MLNetUNetFill.Context;
using MLNetUNetFill.Hiding;

namespace MLNetUNetFill.Training;

/// <summary>What the context network is measured on.</summary>
/// <param name="Whole">The cells.</param>
/// <param name="Visible">The same without the entries asked for.</param>
/// <param name="Asked">The entries asked for.</param>
/// <param name="LandmarkOf">For each cell its number among the landmarks, which are not its own neighbours.</param>
internal sealed record ContextValidation(TrainingCounts Whole, TrainingCounts Visible, ValidationSplit Asked, int[] LandmarkOf)
{
    /// <summary>Cells held out of training, masked as in training. They are as deep as what is left of them, as any cell that is
    /// filled.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="options">Valid options.</param>
    /// <exception cref="GapFillException">They hold too few entries.</exception>
    public static ContextValidation HeldOut(TrainingCounts cells, UNetGapFillOptions options)
    {
        var asked = ValidationSplit.OfCells(cells, options);
        return new(cells, cells.Without(asked.EntriesOf), asked, [.. Enumerable.Repeat(NeighbourSums.None, cells.CellCount)]);
    }
}

/// <summary>Errors of the value branch on validation entries.</summary>
internal sealed class ValidationScore
{
    /// <summary>The coverage of an interval of <see cref="NormalQuantile"/> standard deviations under a normal distribution.</summary>
    public const double Coverage = 0.9;

    /// <summary>The normal distribution's two-sided quantile of <see cref="Coverage"/>.</summary>
    public const double NormalQuantile = 1.645;

    private readonly List<double> _ratios = [];
    private double _squaredZ, _absoluteZ;

    /// <summary>Takes one entry.</summary>
    /// <param name="residual">Predicted less true value, log1p CP10k.</param>
    /// <param name="deviation">The predicted standard deviation of the value.</param>
    /// <param name="geneDeviation">s of the gene: residuals of z are the residuals divided by it.</param>
    public void Add(double residual, double deviation, double geneDeviation)
    {
        _squaredZ += residual / geneDeviation * (residual / geneDeviation);
        _absoluteZ += Math.Abs(residual) / geneDeviation;
        _ratios.Add(Math.Abs(residual) / (deviation * NormalQuantile));
    }

    /// <summary>Mean squared error of z.</summary>
    public double MseOfZ => _squaredZ / _ratios.Count;

    /// <summary>Mean absolute error of z.</summary>
    public double MaeOfZ => _absoluteZ / _ratios.Count;

    /// <summary>
    /// The factor of the deviations after which an interval of <see cref="NormalQuantile"/> of them holds <see cref="Coverage"/> of unseen
    /// entries:
    /// the split-conformal quantile (Lei et al., Distribution-free predictive inference for regression, JASA 2018).
    /// </summary>
    public double UncertaintyScale()
    {
        var sorted = _ratios.Order().ToArray();
        return sorted[Math.Min(sorted.Length, (int)Math.Ceiling((sorted.Length + 1) * Coverage)) - 1];
    }
}
