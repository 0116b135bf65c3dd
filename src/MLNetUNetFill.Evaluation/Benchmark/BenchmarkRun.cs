namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>A matrix that every method fills, and what is measured of the result.</summary>
/// <param name="name">Name in reports.</param>
/// <param name="input">What the methods see: raw counts, every cell with at least one.</param>
internal abstract class BenchmarkRun(string name, CountMatrix input)
{
    /// <summary>Name in reports.</summary>
    public string Name { get; } = name;

    /// <summary>What the methods see.</summary>
    public CountMatrix Input { get; } = input;

    /// <summary>Measures what a method made of <see cref="Input"/>.</summary>
    /// <param name="imputation">The method's result.</param>
    /// <param name="scores">Where to note the measures.</param>
    /// <param name="cancellation">Checked between slow steps.</param>
    public abstract void Measure(Imputation imputation, Scores scores, CancellationToken cancellation);
}
