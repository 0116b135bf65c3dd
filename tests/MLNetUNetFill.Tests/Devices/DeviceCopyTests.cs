using MLNetUNetFill.Devices;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Devices;

[Collection(TorchCollection.Name)]
public sealed class DeviceCopyTests
{
    [Fact]
    public void On_the_cpu_nothing_is_copied()
    {
        using var host = tensor([1f, 2f, 3f]);

        Assert.Same(host, host.ToDevice(CPU));
    }

    [TorchCudaFact]
    [Trait("Needs", "CUDA")]
    public void On_cuda_the_values_arrive_although_the_host_moves_on()
    {
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, 1_000_000).Select(value => (float)value).ToArray();
        var sent = Enumerable.Range(0, 20).Select(round => (tensor(values, [1000, 1000]) + round).ToDevice(device(DeviceType.CUDA, 0)))
            .ToArray();

        for (var round = 0; round < sent.Length; round++)
        {
            Assert.Equal(DeviceType.CUDA, sent[round].device_type);
            Assert.Equal(values.Select(value => value + round), sent[round].cpu().data<float>().ToArray());
        }
    }
}
