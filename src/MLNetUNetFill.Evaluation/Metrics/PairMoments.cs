namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>Running means and co-moments of pairs (Welford 1962), so that a correlation needs one pass and does not cancel.</summary>
internal struct PairMoments
{
    private double _meanX, _meanY, _squaresX, _squaresY, _products;

    /// <summary>Number of pairs.</summary>
    public long Count { get; private set; }

    /// <summary>Pearson's correlation; NaN if either side is constant.</summary>
    public readonly double Pearson => Math.Clamp(_products / Math.Sqrt(_squaresX) / Math.Sqrt(_squaresY), -1, 1);

    /// <summary>Whether the first numbers differ.</summary>
    public readonly bool VariesX => _squaresX > 0;

    /// <summary>Whether the second numbers differ.</summary>
    public readonly bool VariesY => _squaresY > 0;

    /// <summary>Adds a pair.</summary>
    public void Add(double x, double y)
    {
        Count++;
        double deltaX = x - _meanX, deltaY = y - _meanY;
        _meanX += deltaX / Count;
        _meanY += deltaY / Count;
        _squaresX += deltaX * (x - _meanX);
        _squaresY += deltaY * (y - _meanY);
        _products += deltaX * (y - _meanY);
    }
}
