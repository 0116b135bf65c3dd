using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class DeviceTests
{
    [Fact]
    public void Devices_are_named_as_in_PyTorch()
    {
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal("cuda", new Device(DeviceType.CUDA).ToString());
        Assert.Equal((DeviceType.CUDA, 1), (new Device("cuda:1").type, new Device("cuda:1").index));
        Assert.Equal(DeviceType.CPU, device("cpu").type);
        Assert.Equal(DeviceType.CPU, device(DeviceType.CPU).type);
        Device converted = "cpu";
        using var tensor = zeros(1, device: converted);
        Assert.Equal(DeviceType.CPU, tensor.device_type);
        Assert.Equal(DeviceType.CPU, tensor.device.type);
    }

    [Fact]
    public void Cuda_is_available_where_there_are_devices_and_refused_where_there_are_none()
    {
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        if (cuda.is_available())
        {
            using var there = ones(2, device: CUDA);
            Assert.Equal(DeviceType.CUDA, there.device_type);
            Assert.Equal([1f, 1f], there.data<float>().ToArray());
            return;
        }

        using var here = ones(2);
        Assert.ThrowsAny<Exception>(() => here.to(new Device(DeviceType.CUDA)));
        Assert.ThrowsAny<Exception>(() => CUDA);
    }
}
