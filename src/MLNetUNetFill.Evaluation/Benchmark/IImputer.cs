namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Fills matrices with one or more methods. One training may serve several methods, as a network does its policies.</summary>
internal interface IImputer
{
    /// <summary>Its methods.</summary>
    IReadOnlyList<Method> Methods { get; }

    /// <summary>Whether it fills cells that it was not trained on.</summary>
    bool FillsNewCells { get; }

    /// <summary>About how long it trains on a matrix and fills it, in seconds on one core: the estimate of the time left starts from
    /// it.</summary>
    double Cost(CountMatrix counts);

    /// <summary>Refuses a matrix that is too small to train on, before the work for others has begun.</summary>
    /// <exception cref="GapFillException">It is.</exception>
    void Require(CountMatrix counts) { }

    /// <summary>Trains on a matrix; does nothing for a method without training.</summary>
    /// <param name="counts">Raw counts, cells x genes; every cell has at least one.</param>
    /// <param name="cancellation">Stops it.</param>
    ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation);
}

/// <summary>An <see cref="IImputer"/> trained on a matrix.</summary>
internal interface ITrainedImputer : IDisposable
{
    /// <summary>The devices; null for a method that runs on the CPU only.</summary>
    MethodDevices? Devices => null;

    /// <summary>Fills a matrix: that one, or another if the imputer fills new cells.</summary>
    /// <param name="method">One of the imputer's methods.</param>
    /// <param name="counts">Raw counts, cells x genes; every cell has at least one.</param>
    /// <param name="cancellation">Stops it.</param>
    Imputation Fill(Method method, CountMatrix counts, CancellationToken cancellation);
}

/// <summary>A method of the benchmark.</summary>
/// <param name="Name">As on the command line and in reports.</param>
/// <param name="Source">The publication that defines it.</param>
internal sealed record Method(string Name, string Source);

/// <summary>The devices of a network of the benchmark.</summary>
/// <param name="Training">Where it was trained.</param>
/// <param name="Filling">Where it filled.</param>
internal sealed record MethodDevices(DeviceReport Training, DeviceReport Filling);
