using System.Diagnostics.CodeAnalysis;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill;

/// <summary>The device that was asked for, the device that was used, and why they differ where they do.</summary>
/// <param name="Requested">What was asked for.</param>
/// <param name="Used"><see cref="ComputeDevice.Cpu"/> or <see cref="ComputeDevice.Cuda"/>.</param>
/// <param name="GpuDeviceId">0-based index of the CUDA device used; <see langword="null"/> on the CPU.</param>
/// <param name="Note">Why the device used is not the fastest that was allowed; <see langword="null"/> where it is, and for the training of
/// a loaded model.</param>
public sealed record DeviceInfo(ComputeDevice Requested, ComputeDevice Used, int? GpuDeviceId, string? Note)
{
    /// <summary>The device used, in PyTorch's notation: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public override string ToString() => GpuDeviceId is { } id ? DeviceRequest.CudaName(id) : "cpu";

    /// <summary>Reads what a model file tells of its training.</summary>
    /// <param name="provenance">Of the model file.</param>
    /// <param name="note">What only the training itself knows.</param>
    /// <returns>Null where the file does not tell.</returns>
    internal static DeviceInfo? OfTraining(IReadOnlyDictionary<string, string> provenance, string? note) =>
        Parse(provenance.GetValueOrDefault("training_device_requested"), out var requested)
        && Parse(provenance.GetValueOrDefault("training_device"), out var used)
            ? new(requested.Device, used.Device, used.Device == ComputeDevice.Cuda ? used.CudaIndex : null, note) : null;

    private static bool Parse([NotNullWhen(true)] string? text, out DeviceRequest device)
    {
        device = default;
        // "auto (cuda:1)" is automatic with a choice of GPU.
        if (text is null || !Enum.TryParse<ComputeDevice>(text.Split(' ', ':')[0], ignoreCase: true, out var kind)) return false;
        device = new(kind, int.TryParse(text.Split(':')[^1].TrimEnd(')'), out var id) ? id : null);
        return true;
    }
}
