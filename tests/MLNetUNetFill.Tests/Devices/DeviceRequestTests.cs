using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

public class DeviceRequestTests
{
    [Theory]
    [InlineData(ComputeDevice.Auto, null, true, false, "auto")]
    [InlineData(ComputeDevice.Auto, null, false, false, "auto")]
    [InlineData(ComputeDevice.Auto, 1, true, false, "auto (cuda:1)")]
    [InlineData(ComputeDevice.Auto, 1, false, true, "auto (cuda:1)")]
    [InlineData(ComputeDevice.Cpu, null, true, false, "cpu")]
    [InlineData(ComputeDevice.Cpu, 1, false, false, "cpu")]
    [InlineData(ComputeDevice.Cuda, null, true, true, "cuda")]
    [InlineData(ComputeDevice.Cuda, 2, true, true, "cuda:2")]
    public void Says_what_is_asked_for_and_whether_it_must_be_had(ComputeDevice device, int? gpu, bool fallback, bool required, string name)
    {
        var request = new DeviceRequest(device, gpu, fallback);

        Assert.Equal((required, name, gpu ?? 0), (request.RequiresCuda, request.ToString(), request.CudaIndex));
    }
}
