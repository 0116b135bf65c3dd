namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>What was measured of one method, run by run.</summary>
/// <param name="method">The method.</param>
internal sealed class MethodScores(Method method)
{
    private readonly List<(string Run, Scores Scores)> _runs = [];

    /// <summary>The method.</summary>
    public Method Method { get; } = method;

    /// <summary>Where it computed; null for a method that knows the CPU alone.</summary>
    public MethodDevices? Devices { get; set; }

    /// <summary>The runs so far.</summary>
    public IReadOnlyList<(string Run, Scores Scores)> Runs => _runs;

    /// <summary>Means over the runs.</summary>
    public Scores Mean => Scores.Mean([.. _runs.Select(run => run.Scores)]);

    /// <summary>Adds a run.</summary>
    public void Add(string run, Scores scores) => _runs.Add((run, scores));
}
