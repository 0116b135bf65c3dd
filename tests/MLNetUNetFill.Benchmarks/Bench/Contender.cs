namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>One thing that is timed.</summary>
/// <param name="items">Cells or steps in one run.</param>
/// <param name="run">Makes a number of runs and gives the seconds that they took.</param>
internal sealed class Contender(int items, Func<int, double> run)
{
    private const double SecondsPerTiming = 0.3;
    private const int MostRuns = 1000;

    private readonly List<double> _perSecond = [];
    private int _runs = 1;

    /// <summary>Median throughput, items per second.</summary>
    public double PerSecond => Median(_perSecond);

    /// <summary>Runs it until it is warm, and chooses how many runs one timing takes.</summary>
    public void WarmUp()
    {
        run(1);
        _runs = Math.Clamp((int)Math.Ceiling(SecondsPerTiming / Math.Max(1e-9, run(1))), 1, MostRuns);
    }

    /// <summary>Times it once.</summary>
    public void Time() => _perSecond.Add(items * _runs / run(_runs));

    /// <summary>Median over the repeats of this throughput over another's of the same repeat, so that a machine that slows down slows
    /// both.</summary>
    public double Over(Contender other) => Median(_perSecond.Zip(other._perSecond, (ours, theirs) => ours / theirs));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
