using System.Runtime.InteropServices;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

public class CudaDriverTests
{
    [Fact]
    public void There_are_devices_with_memory_or_a_problem()
    {
        var driver = CudaDriver.Current;

        Assert.Equal(driver.Problem is null, driver.DeviceMemory.Count > 0);
        Assert.All(driver.DeviceMemory, bytes => Assert.InRange(bytes, 1 << 20, long.MaxValue));
    }

    [Fact]
    public void Where_linux_has_no_driver_it_says_so()
    {
        if (!OperatingSystem.IsLinux() || NativeLibrary.TryLoad("libcuda.so.1", out _)) return;

        Assert.Equal("this machine has no NVIDIA driver", CudaDriver.Current.Problem);
    }

    [TorchCudaFact]
    [Trait("Needs", "CUDA")]
    public void It_has_the_devices_that_libtorch_has() =>
        Assert.Equal(TorchSharp.torch.cuda.device_count(), CudaDriver.Current.DeviceMemory.Count);
}
