using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.Devices;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Devices;
using MLNetUNetFill.Tests.ModelFile;

namespace MLNetUNetFill.Tests.Scoring;

public class DeviceSessionTests
{
    private static readonly GapFillModelFile s_model = GapFillModelFile.Read(GapFillOnnxExporter.Export(ContextModels.Create()));

    [NoOnnxCudaFact]
    public void Auto_with_a_gpu_falls_back_to_the_cpu_and_says_so()
    {
        using var session = Open(new DeviceRequest(ComputeDevice.Auto, 1));

        Assert.Null(session.GpuDeviceId);
        Assert.Matches(@"^CUDA cannot be used for scoring \(.+\), so the CPU is\.$", session.Note);
    }

    [NoOnnxCudaFact]
    public void Auto_with_a_gpu_and_no_fallback_fails_with_reason_and_remedy()
    {
        var request = new DeviceRequest(ComputeDevice.Auto, 1, FallbackToCpu: false);
        foreach (var action in (Action[])[() => Open(request).Dispose(), () => DeviceSession.Require(request)])
            Assert.Matches(@"^CUDA device 1 cannot be used for scoring \(.+\); .+, or set FallbackToCpu to true or Device to Cpu\.$",
                Assert.Throws<GapFillException>(action).Message);
    }

    [NoOnnxCudaFact]
    public void Required_cuda_that_is_absent_is_found_out_without_a_model() =>
        Assert.Matches(@"^CUDA device 0 cannot be used for scoring \(.+\); .+, or ask for device 'auto' or 'cpu'\.$",
            Assert.Throws<GapFillException>(() => DeviceSession.Require(ComputeDevice.Cuda)).Message);

    [Fact]
    public void What_is_known_of_the_machine_is_the_reason()
    {
        var gpus = new CudaDriver([8_000_000_000, 8_000_000_000], null);

        Assert.Null(DeviceSession.Obstacle(1, gpus, isBuiltForCuda: true));
        Assert.Equal(new("the CUDA devices of this machine are 0 to 1", "choose one of these"),
            DeviceSession.Obstacle(2, gpus, isBuiltForCuda: true));
        Assert.Equal("this ONNX Runtime is built for the CPU alone", DeviceSession.Obstacle(0, gpus, isBuiltForCuda: false)?.Reason);
        Assert.Equal("the NVIDIA driver sees no GPU", DeviceSession.Obstacle(0, new([], "the NVIDIA driver sees no GPU"), true)?.Reason);
    }

    /// <summary>The build of ONNX Runtime for CUDA gets this far on a machine with a driver and without CUDA's libraries.</summary>
    [NoOnnxCudaFact]
    public void What_onnx_runtime_says_is_the_reason()
    {
        var error = Assert.ThrowsAny<Exception>(() =>
        {
            using var options = new OrtCUDAProviderOptions();
            options.UpdateOptions(new() { ["device_id"] = "0" });
        });

        var obstacle = DeviceSession.Obstacle(error);

        Assert.DoesNotContain("onnxruntime_src", obstacle.Reason, StringComparison.Ordinal);
        Assert.Equal("install the CUDA and cuDNN libraries for this ONNX Runtime, see docs/gpu.md", obstacle.Remedy);
    }

    [Theory]
    [InlineData(ComputeDevice.Auto)]
    [InlineData(ComputeDevice.Cpu)]
    public void What_need_not_be_had_is_not_looked_for(ComputeDevice device) => DeviceSession.Require(device);

    [OnnxCudaFact]
    [Trait("Needs", "CUDA")]
    public void Required_cuda_that_is_present_passes() => DeviceSession.Require(new DeviceRequest(ComputeDevice.Cuda, 0));

    [OnnxCudaFact]
    [Trait("Needs", "CUDA")]
    public void Cuda_gives_the_values_of_the_cpu()
    {
        using var cuda = new GapFillSession(s_model, ComputeDevice.Cuda, 1);
        using var cpu = new GapFillSession(s_model, ComputeDevice.Cpu, 1);
        Assert.Equal((ComputeDevice.Cuda, 0, null), (cuda.Device.Used, cuda.Device.GpuDeviceId, cuda.Device.Note));

        foreach (var cells in (int[])[1, 7, 3])
            foreach (var (expected, found) in Score(cpu, cells).Zip(Score(cuda, cells)))
                Assert.Equal(expected, found, (a, b) => Math.Abs(a - b) <= 1e-4);
    }

    [OnnxCudaFact]
    [Trait("Needs", "CUDA")]
    public void Threads_may_share_a_session_on_cuda()
    {
        using var cuda = new GapFillSession(s_model, ComputeDevice.Cuda, 1);
        var expected = Score(cuda, 5);
        Parallel.For(0, 20, _ => Assert.All(Score(cuda, 5).Zip(expected),
            pair => Assert.Equal(pair.Second, pair.First, (a, b) => Math.Abs(a - b) <= 1e-5)));
    }

    /// <summary>The IO binding itself does not need CUDA.</summary>
    [Fact]
    public void A_bound_run_gives_what_a_plain_run_gives()
    {
        using var session = Open(ComputeDevice.Cpu);
        using var options = new RunOptions();
        string[] names = ["DetectionProbability", "Filled"];
        var counts = RandomModels.Counts(3, 4, 70);
        using var plain = new GapFillSession(s_model, ComputeDevice.Cpu, 1);
        float[][] expected = [new float[280], new float[280]], found = [new float[280], new float[280]];
        plain.Score(counts, 4, [new OutputBuffer(names[0], expected[0]), new OutputBuffer(names[1], expected[1])]);

        using var input = Tensor(counts);
        using var first = Tensor(found[0]);
        using var second = Tensor(found[1]);
        GapFillSession.RunBound(session.Inference, options, "Counts", input, names, [first, second]);

        Assert.Equal(expected, found);

        static OrtValue Tensor(float[] values) => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(),
            [4, 70]);
    }

    private static DeviceSession Open(DeviceRequest device) => DeviceSession.Open(s_model.Bytes, s_model.Source, device, 1);

    private static float[][] Score(GapFillSession session, int cells)
    {
        var outputs = session.OutputNames.Select(name => new OutputBuffer(name, new float[cells * session.GeneCount])).ToArray();
        session.Score(RandomModels.Counts(9, cells, session.GeneCount), cells, outputs);
        return [.. outputs.Select(output => output.Values.ToArray())];
    }
}
