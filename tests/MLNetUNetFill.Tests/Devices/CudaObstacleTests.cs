using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

public class CudaObstacleTests
{
    private static readonly CudaDriver s_noDriver = new([], "this machine has no NVIDIA driver");
    private static readonly CudaDriver s_twoGpus = new([8_000_000_000, 4_000_000_000], null);

    [Fact]
    public void A_driver_and_a_library_for_cuda_are_no_obstacle() => Assert.Null(CudaObstacle.Find(s_twoGpus, true, "libtorch", "A"));

    [Fact]
    public void A_missing_driver_is_named() =>
        Assert.Equal(new CudaObstacle("this machine has no NVIDIA driver", "install an NVIDIA driver"),
            CudaObstacle.Find(s_noDriver, true, "libtorch", "A"));

    [Fact]
    public void A_library_for_the_cpu_is_named() =>
        Assert.Equal(
            new CudaObstacle("this libtorch is built for the CPU alone", "build with -p:Accelerator=cuda (or reference the package A)"),
            CudaObstacle.Find(s_twoGpus, false, "libtorch", "A"));

    [Fact]
    public void Both_are_named_together() =>
        Assert.Equal(new CudaObstacle("this machine has no NVIDIA driver and this libtorch is built for the CPU alone",
            "install an NVIDIA driver and build with -p:Accelerator=cuda (or reference the package A)"),
            CudaObstacle.Find(s_noDriver, false, "libtorch", "A"));
}
