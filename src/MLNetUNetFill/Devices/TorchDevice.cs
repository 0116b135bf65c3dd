using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Devices;

/// <summary>Where TorchSharp computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Name">Its name in PyTorch's notation.</param>
/// <param name="Note">A sentence for the user where it is not the one hoped for, else null.</param>
internal readonly record struct TorchDevice(Device Device, string Name, string? Note)
{
    private const string NoCuda = "libtorch sees no CUDA device (no NVIDIA driver, or a libtorch built for the CPU alone)";

    /// <summary>Chooses the device.</summary>
    /// <exception cref="GapFillException">CUDA is asked for and cannot be had.</exception>
    public static TorchDevice Choose(DeviceRequest requested)
    {
        NativeTorch.Require();
        if (requested.Device == ComputeDevice.Cpu) return Cpu(null);
        var devices = cuda.is_available() ? cuda.device_count() : 0;
        if (requested.CudaIndex < devices) return new(device(DeviceType.CUDA, requested.CudaIndex), DeviceRequest.CudaName(requested.CudaIndex), null);
        var reason = devices == 0 ? NoCuda : $"the CUDA devices that libtorch sees are 0 to {devices - 1}";
        if (!requested.RequiresCuda) return Cpu($"Training runs on the CPU: {reason}.");
        var remedy = devices == 0 ? "build with -p:Accelerator=cuda on a machine with an NVIDIA driver" : "choose one of these";
        throw new GapFillException($"{requested.Settings}, but {reason}; {remedy}, or {requested.Alternative}.");
    }

    private static TorchDevice Cpu(string? note) => new(device(DeviceType.CPU), "cpu", note);
}
