namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Something that fills matrices. One training may serve several methods, as a network does its policies.</summary>
internal interface IImputer
{
    /// <summary>The methods that it offers.</summary>
    IReadOnlyList<Method> Methods { get; }

    /// <summary>Learns from a matrix; nothing for a method without training.</summary>
    /// <param name="counts">Raw counts, cells x genes; every cell has at least one.</param>
    /// <param name="cancellation">Stops it.</param>
    ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation);
}
