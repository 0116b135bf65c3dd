namespace MLNetUNetFill;

/// <summary>Where to compute.</summary>
public enum ComputeDevice
{
    /// <summary>CUDA where it can be had, else the CPU; the transformer and the log say which it was.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>CUDA; fails with the reason where it cannot be had.</summary>
    Cuda,
}
