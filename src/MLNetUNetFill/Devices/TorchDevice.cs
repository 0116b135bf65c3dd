using System.Runtime.InteropServices;

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

/// <summary>Copies tensors to the device that trains.</summary>
internal static class DeviceCopy
{
    /// <summary>Copies a tensor to a device. On CUDA the copy starts from page-locked memory and runs while the host prepares the next
    /// batch; libtorch keeps that memory until the copy is done.</summary>
    /// <param name="host">A tensor on the CPU; returned as it is if the device is the CPU.</param>
    /// <param name="device">The device.</param>
    public static Tensor ToDevice(this Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU) return host;
        using var pageLocked = host.pin_memory();
        return pageLocked.to(device, non_blocking: true);
    }
}

/// <summary>
/// Whether convolutions and matrix products on CUDA may round their factors to TensorFloat-32, which has 10 bits of mantissa: one setting
/// for training and scoring. They may not: results would differ visibly from the CPU's. By default ONNX Runtime rounds, and libtorch does
/// in convolutions.
/// </summary>
internal static class TensorFloat32
{
    /// <summary>The value of ONNX Runtime's option <c>use_tf32</c>.</summary>
    public const string OnnxRuntimeOption = "0";

    /// <summary>Sets it in libtorch, for the whole process.</summary>
    public static void ApplyToTorch()
    {
        backends.cuda.matmul.allow_tf32 = false;
        backends.cudnn.allow_tf32 = false;
    }
}
