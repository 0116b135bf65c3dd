namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>An <see cref="IImputer"/> that has learned from a matrix.</summary>
internal interface ITrainedImputer : IDisposable
{
    /// <summary>Where it computes; null for a method that knows the CPU alone.</summary>
    MethodDevices? Devices => null;

    /// <summary>Fills that matrix.</summary>
    /// <param name="method">One of the methods offered.</param>
    /// <param name="cancellation">Stops it.</param>
    Imputation Fill(Method method, CancellationToken cancellation);
}
