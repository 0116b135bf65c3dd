using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Devices;

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
