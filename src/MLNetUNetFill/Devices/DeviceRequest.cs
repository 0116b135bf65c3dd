namespace MLNetUNetFill.Devices;

/// <summary>The requested device, for training and scoring.</summary>
/// <param name="Device">The kind of device.</param>
/// <param name="GpuDeviceId">0-based index of the CUDA device; null for the first.</param>
/// <param name="FallbackToCpu">Whether <see cref="ComputeDevice.Auto"/> may take the CPU if the device of
/// <paramref name="GpuDeviceId"/> is unavailable.</param>
internal readonly record struct DeviceRequest(ComputeDevice Device, int? GpuDeviceId = null, bool FallbackToCpu = true)
{
    /// <summary>Index of the CUDA device.</summary>
    public int CudaIndex => GpuDeviceId ?? 0;

    /// <summary>Whether training or scoring fails if CUDA is unavailable.</summary>
    public bool RequiresCuda => Device == ComputeDevice.Cuda || (Device == ComputeDevice.Auto && GpuDeviceId is not null && !FallbackToCpu);

    /// <summary>The settings that request it, for messages about an unavailable device.</summary>
    public string Settings => (Device, GpuDeviceId) switch
    {
        (ComputeDevice.Auto, { } id) => $"GpuDeviceId is {id}" + (FallbackToCpu ? "" : " and FallbackToCpu false"),
        (_, { } id) => $"Device is {Device} and GpuDeviceId {id}",
        _ => $"Device is {Device}",
    };

    /// <summary>What to set instead, for messages about an unavailable device.</summary>
    public string Alternative => Device == ComputeDevice.Cuda ? "set Device to Auto or Cpu" : "set FallbackToCpu to true or Device to Cpu";

    /// <summary>Any device of a kind.</summary>
    public static implicit operator DeviceRequest(ComputeDevice device) => new(device);

    /// <summary>As on the command line: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>; <c>auto (cuda:1)</c> is automatic with a
    /// choice of GPU.</summary>
    public override string ToString() => (Device, GpuDeviceId) switch
    {
        (ComputeDevice.Cuda, { } id) => CudaName(id),
        (ComputeDevice.Auto, { } id) => $"auto ({CudaName(id)})",
        _ => Device.ToString().ToLowerInvariant(),
    };

    /// <summary>A CUDA device in PyTorch's notation.</summary>
    public static string CudaName(int index) => FormattableString.Invariant($"cuda:{index}");
}
