using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Devices;

/// <summary>Brings what the host prepared to the device that trains.</summary>
internal static class DeviceCopy
{
    /// <summary>A tensor on a device. On CUDA the copy starts from page-locked memory and runs while the host prepares the next; libtorch
    /// keeps that
    /// memory until the copy is done.</summary>
    /// <param name="host">A tensor on the CPU; given back as it is where the CPU is the device.</param>
    /// <param name="device">The device.</param>
    public static Tensor ToDevice(this Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU) return host;
        using var pageLocked = host.pin_memory();
        return pageLocked.to(device, non_blocking: true);
    }
}
