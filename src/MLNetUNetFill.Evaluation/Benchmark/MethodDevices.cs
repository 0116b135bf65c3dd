namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Where a network of the benchmark computed.</summary>
/// <param name="Training">Where it was trained.</param>
/// <param name="Filling">Where it filled.</param>
internal sealed record MethodDevices(DeviceReport Training, DeviceReport Filling);
