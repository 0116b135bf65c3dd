namespace MLNetUNetFill.Numerics;

/// <summary>Means and variances of several variables, gathered value by value by Welford's update, so that nothing cancels.</summary>
/// <param name="variables">How many there are.</param>
internal sealed class RunningMoments(int variables)
{
    /// <summary>Number of values of each variable.</summary>
    public int[] Count { get; } = new int[variables];

    /// <summary>Their mean.</summary>
    public double[] Mean { get; } = new double[variables];

    /// <summary>Sum of their squared deviations from the mean.</summary>
    public double[] Squares { get; } = new double[variables];

    /// <summary>Adds a value of a variable.</summary>
    public void Add(int variable, float value)
    {
        var delta = value - Mean[variable];
        Mean[variable] += delta / ++Count[variable];
        Squares[variable] += delta * (value - Mean[variable]);
    }
}
