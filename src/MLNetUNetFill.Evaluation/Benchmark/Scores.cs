namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>The measures of one method in one run.</summary>
internal sealed class Scores
{
    private readonly Dictionary<string, double> _values = [];

    /// <summary>The value of a measure; null where it was not taken or is not a number, such as the correlation with a constant.</summary>
    public double? this[Measure measure] => _values.TryGetValue(measure.Key, out var value) ? value : null;

    /// <summary>Records a value.</summary>
    public void Add(Measure measure, double value)
    {
        if (double.IsFinite(value)) _values[measure.Key] = value;
    }

    /// <summary>The values by key, in the order of <see cref="Measures.All"/>.</summary>
    public Dictionary<string, double> ToDictionary() =>
        Measures.All.Where(measure => _values.ContainsKey(measure.Key)).ToDictionary(measure => measure.Key,
            measure => _values[measure.Key]);

    /// <summary>Means over runs, each over those that took the measure; the largest memory.</summary>
    public static Scores Mean(IReadOnlyCollection<Scores> runs)
    {
        var mean = new Scores();
        foreach (var measure in Measures.All)
        {
            double[] values = [.. runs.Select(run => run[measure]).OfType<double>()];
            if (values.Length > 0) mean.Add(measure, measure == Measures.PeakMemory ? values.Max() : values.Average());
        }
        return mean;
    }
}

/// <summary>The measures of one method, run by run.</summary>
/// <param name="method">The method.</param>
internal sealed class MethodScores(Method method)
{
    /// <summary>The method.</summary>
    public Method Method { get; } = method;

    /// <summary>The devices; null for a method that runs on the CPU only.</summary>
    public MethodDevices? Devices { get; set; }

    /// <summary>The runs so far.</summary>
    public List<(string Run, Scores Scores)> Runs { get; } = [];

    /// <summary>Means over the runs.</summary>
    public Scores Mean => Scores.Mean([.. Runs.Select(run => run.Scores)]);
}
