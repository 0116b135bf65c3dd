using MLNetUNetFill.Devices;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Devices;

[Collection(TorchCollection.Name)]
public sealed class TorchDeviceTests
{
    [Fact]
    public void Cpu_is_the_cpu()
    {
        var device = TorchDevice.Choose(ComputeDevice.Cpu);

        Assert.Equal(("cpu", null), (device.Name, device.Note));
    }

    [NoTorchCudaFact]
    public void Cuda_is_refused_with_the_reason_and_the_remedy()
    {
        var error = Assert.Throws<GapFillException>(() => TorchDevice.Choose(ComputeDevice.Cuda));

        Assert.Contains("libtorch sees no CUDA device", error.Message, StringComparison.Ordinal);
        Assert.Contains("set Device to Auto or Cpu", error.Message, StringComparison.Ordinal);
    }

    [NoTorchCudaFact]
    public void Auto_falls_back_and_says_so()
    {
        var device = TorchDevice.Choose(ComputeDevice.Auto);

        Assert.Equal("cpu", device.Name);
        Assert.StartsWith("Training runs on the CPU: libtorch sees no CUDA device", device.Note, StringComparison.Ordinal);
    }

    [NoTorchCudaFact]
    public void Auto_with_a_gpu_and_no_fallback_is_refused_with_the_reason_and_the_remedy() =>
        Assert.Matches(@"^GpuDeviceId is 3 and FallbackToCpu false, but libtorch sees no CUDA device \(.+\); .+, "
            + @"or set FallbackToCpu to true or Device to Cpu\.$",
            Assert.Throws<GapFillException>(() => TorchDevice.Choose(new(ComputeDevice.Auto, 3, FallbackToCpu: false))).Message);

    [Fact]
    public void What_is_known_of_the_machine_is_the_reason()
    {
        var gpu = new CudaDriver([8_000_000_000], null);

        Assert.Equal("libtorch sees no CUDA device (this libtorch is built for the CPU alone)",
            TorchDevice.Obstacle(0, gpu, isBuiltForCuda: false).Reason);
        Assert.Equal(
            new("libtorch sees no CUDA device (it cannot use this machine's NVIDIA driver)", "install a driver for CUDA 12.8 or later"),
            TorchDevice.Obstacle(0, gpu, isBuiltForCuda: true));
        Assert.Equal(new("the CUDA devices that libtorch sees are 0 to 1", "choose one of these"),
            TorchDevice.Obstacle(2, gpu, isBuiltForCuda: true));
    }

    [NoTorchCudaFact]
    public void Cuda_with_an_index_is_refused_whatever_the_fallback() =>
        Assert.StartsWith("Device is Cuda and GpuDeviceId 1, but libtorch sees no CUDA device",
            Assert.Throws<GapFillException>(() =>
            TorchDevice.Choose(new DeviceRequest(ComputeDevice.Cuda, 1, FallbackToCpu: true))).Message, StringComparison.Ordinal);

    [TorchCudaFact]
    [Trait("Needs", "CUDA")]
    public void A_gpu_that_the_machine_lacks_is_refused_or_fallen_back_from()
    {
        var missing = TorchSharp.torch.cuda.device_count();

        Assert.Contains($"the CUDA devices that libtorch sees are 0 to {missing - 1}; choose one of these, or set Device to Auto or Cpu.",
            Assert.Throws<GapFillException>(() => TorchDevice.Choose(new DeviceRequest(ComputeDevice.Cuda, missing))).Message,
            StringComparison.Ordinal);
        Assert.Equal("cpu", TorchDevice.Choose(new DeviceRequest(ComputeDevice.Auto, missing)).Name);
    }

    [TorchCudaFact]
    [Trait("Needs", "CUDA")]
    public void Auto_prefers_cuda()
    {
        var device = TorchDevice.Choose(ComputeDevice.Auto);

        Assert.Equal(("cuda:0", null), (device.Name, device.Note));
    }
}
