using MLNetUNetFill.Tests.Network;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class TorchDeviceTests
{
    [Fact]
    public void Cpu_is_the_cpu()
    {
        var device = TorchDevice.Choose(ComputeDevice.Cpu);

        Assert.Equal(("cpu", null), (device.Name, device.Note));
    }

    [NoGpuFact]
    public void Cuda_is_refused_with_the_reason_and_the_remedy()
    {
        var error = Assert.Throws<GapFillException>(() => TorchDevice.Choose(ComputeDevice.Cuda));

        Assert.Contains("libtorch sees no CUDA device", error.Message, StringComparison.Ordinal);
        Assert.Contains("set Device to Auto or Cpu", error.Message, StringComparison.Ordinal);
    }

    [NoGpuFact]
    public void Auto_falls_back_and_says_so()
    {
        var device = TorchDevice.Choose(ComputeDevice.Auto);

        Assert.Equal("cpu", device.Name);
        Assert.StartsWith("Training runs on the CPU: libtorch sees no CUDA device", device.Note, StringComparison.Ordinal);
    }

    [GpuFact]
    public void Auto_prefers_cuda()
    {
        var device = TorchDevice.Choose(ComputeDevice.Auto);

        Assert.Equal(("cuda:0", null), (device.Name, device.Note));
    }
}
