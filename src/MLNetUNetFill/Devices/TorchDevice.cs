using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Devices;

/// <summary>Where TorchSharp computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Name">Its name in PyTorch's notation.</param>
/// <param name="Note">A sentence for the user if CUDA was preferred and is unavailable, else null.</param>
internal readonly record struct TorchDevice(Device Device, string Name, string? Note)
{
    private const string CudaPackage = "TorchSharp-cuda-linux";

    /// <summary>Chooses the device and prepares training on it.</summary>
    /// <exception cref="GapFillException">CUDA is required and unavailable.</exception>
    public static TorchDevice Choose(DeviceRequest requested)
    {
        NativeTorch.Require();
        if (requested.Device == ComputeDevice.Cpu) return Cpu(null);
        var devices = cuda.is_available() ? cuda.device_count() : 0;
        if (requested.CudaIndex < devices)
        {
            TensorFloat32.ApplyToTorch();
            return new(device(DeviceType.CUDA, requested.CudaIndex), DeviceRequest.CudaName(requested.CudaIndex), null);
        }
        var obstacle = Obstacle(devices, CudaDriver.Current, NativeLibrary.TryLoad("c10_cuda", typeof(torch).Assembly, null, out _));
        if (!requested.RequiresCuda) return Cpu($"Training runs on the CPU: {obstacle.Reason}.");
        throw new GapFillException($"{requested.Settings}, but {obstacle.Reason}; {obstacle.Remedy}, or {requested.Alternative}.");
    }

    /// <summary>Why the requested device is unavailable to libtorch.</summary>
    /// <param name="devices">How many devices it has.</param>
    /// <param name="driver">The machine's driver.</param>
    /// <param name="isBuiltForCuda">Whether it is libtorch for CUDA.</param>
    public static CudaObstacle Obstacle(int devices, CudaDriver driver, bool isBuiltForCuda)
    {
        if (devices > 0) return new($"the CUDA devices that libtorch sees are 0 to {devices - 1}", "choose one of these");
        var (reason, remedy) = CudaObstacle.Find(driver, isBuiltForCuda, "libtorch", CudaPackage)
            ?? new("it cannot use this machine's NVIDIA driver", "install a driver for CUDA 12.8 or later");
        return new($"libtorch sees no CUDA device ({reason})", remedy);
    }

    private static TorchDevice Cpu(string? note) => new(device(DeviceType.CPU), "cpu", note);
}
