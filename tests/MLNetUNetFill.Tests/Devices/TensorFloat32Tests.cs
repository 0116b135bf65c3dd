using MLNetUNetFill.Devices;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Devices;

[Collection(TorchCollection.Name)]
public sealed class TensorFloat32Tests : IDisposable
{
    private readonly bool _matmul = backends.cuda.matmul.allow_tf32, _cudnn = backends.cudnn.allow_tf32;

    public TensorFloat32Tests() => (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (true, true);

    public void Dispose() => (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (_matmul, _cudnn);

    [Fact]
    public void Training_and_scoring_do_without_it()
    {
        TensorFloat32.ApplyToTorch();

        Assert.Equal((false, false, "0"), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32, TensorFloat32.OnnxRuntimeOption));
    }

    [Fact]
    public void On_the_cpu_the_process_keeps_its_setting()
    {
        TorchDevice.Choose(ComputeDevice.Cpu);

        Assert.Equal((true, true), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
    }

    [TorchCudaFact]
    [Trait("Needs", "CUDA")]
    public void It_is_off_once_a_cuda_device_is_chosen()
    {
        TorchDevice.Choose(ComputeDevice.Cuda);

        Assert.Equal((false, false), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
    }
}
