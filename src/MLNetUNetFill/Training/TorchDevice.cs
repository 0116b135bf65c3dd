using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>Where TorchSharp computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Name">Its name in PyTorch's notation.</param>
/// <param name="Note">A sentence for the user where it is not the one hoped for, else null.</param>
internal readonly record struct TorchDevice(Device Device, string Name, string? Note)
{
    private const string Reason = "libtorch sees no CUDA device (no NVIDIA driver, or a libtorch built for the CPU alone)";

    /// <summary>Chooses the device.</summary>
    /// <exception cref="GapFillException">CUDA is asked for and cannot be had.</exception>
    public static TorchDevice Choose(ComputeDevice requested) => requested switch
    {
        ComputeDevice.Cpu => Cpu(null),
        _ when cuda.is_available() => new(device(DeviceType.CUDA, 0), "cuda:0", null),
        ComputeDevice.Auto => Cpu($"Training runs on the CPU: {Reason}."),
        _ => throw new GapFillException(
            $"Device is Cuda, but {Reason}; build with -p:Accelerator=cuda on a machine with an NVIDIA driver, or set Device to Auto or Cpu."),
    };

    private static TorchDevice Cpu(string? note) => new(device(DeviceType.CPU), "cpu", note);
}
