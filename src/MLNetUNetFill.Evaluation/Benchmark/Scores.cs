using System.Numerics.Tensors;

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
        foreach (var (measure, values) in ByMeasure(runs))
            mean.Add(measure, measure == Measures.PeakMemory ? values.Max() : values.Average());
        return mean;
    }

    /// <summary>Standard errors of these means: the sample's standard deviation over the square root of the number of runs. A measure that
    /// one run alone took has none.</summary>
    public static Scores StandardError(IReadOnlyCollection<Scores> runs)
    {
        var errors = new Scores();
        foreach (var (measure, values) in ByMeasure(runs))
            if (values.Length > 1 && measure != Measures.PeakMemory)
                errors.Add(measure, TensorPrimitives.StdDev<double>(values) / Math.Sqrt(values.Length - 1));
        return errors;
    }

    private static IEnumerable<(Measure Measure, double[] Values)> ByMeasure(IReadOnlyCollection<Scores> runs) =>
        Measures.All.Select(measure => (measure, runs.Select(run => run[measure]).OfType<double>().ToArray()))
            .Where(taken => taken.Item2.Length > 0);
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

    /// <summary>Their standard errors.</summary>
    public Scores StandardError => Scores.StandardError([.. Runs.Select(run => run.Scores)]);
}
