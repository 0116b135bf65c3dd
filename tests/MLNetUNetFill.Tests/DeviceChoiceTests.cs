using System.Runtime.InteropServices;
using Microsoft.ML;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.Devices;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

/// <summary>Devices as a user of the library meets them: options, contexts, properties, and failures before the first cell is
/// read.</summary>
[Collection(TorchCollection.Name)]
public sealed class DeviceChoiceTests : IDisposable
{
    private static readonly UNetGapFillOptions s_auto = TestCells.Quick with { Device = ComputeDevice.Auto, Epochs = 1 };
    private readonly string _model = Path.GetTempFileName();

    public DeviceChoiceTests() => File.WriteAllBytes(_model, GapFillOnnxExporter.Export(RandomModels.Create()));

    public void Dispose() => File.Delete(_model);

    public static TheoryData<string> Refused => new("cuda", "cuda:1", "context");

    [NoTorchCudaTheory]
    [MemberData(nameof(Refused))]
    public void Cuda_that_cannot_be_had_fails_before_a_cell_is_read(string asked)
    {
        var estimator = asked switch
        {
            "cuda" => new UNetGapFillEstimator(s_auto with { Device = ComputeDevice.Cuda }),
            "cuda:1" => new UNetGapFillEstimator(s_auto with { Device = ComputeDevice.Cuda, GpuDeviceId = 1 }),
            _ => new UNetGapFillEstimator(new MLContext { GpuDeviceId = 1, FallbackToCpu = false }, s_auto),
        };
        var unread = TestCells.View(Enumerable.Range(0, 2).Select<int,
            float[]>(_ => throw new InvalidOperationException("A cell was read.")), 3);

        var error = Assert.Throws<GapFillException>(() => estimator.Fit(unread));

        Assert.Contains("no CUDA device", error.Message, StringComparison.Ordinal);
        Assert.Contains(asked == "context" ? "or set FallbackToCpu to true or Device to Cpu." : "or set Device to Auto or Cpu.",
            error.Message, StringComparison.Ordinal);
    }

    [NoCudaFact]
    public void Fallback_and_devices_are_told_by_the_transformer()
    {
        var context = new MLContext { GpuDeviceId = 1, FallbackToCpu = true };
        using var transformer = new UNetGapFillEstimator(context, s_auto).Fit(TestCells.View());

        Assert.Equal("auto (cuda:1)", transformer.Provenance["training_device_requested"]);
        Assert.Equal((ComputeDevice.Auto, ComputeDevice.Cpu, null), (transformer.TrainingDevice!.Requested, transformer.TrainingDevice.Used,
            transformer.TrainingDevice.GpuDeviceId));
        Assert.StartsWith("Training runs on the CPU: ", transformer.TrainingDevice.Note, StringComparison.Ordinal);
        Assert.Equal((ComputeDevice.Auto, ComputeDevice.Cpu, null), (transformer.ScoringDevice.Requested, transformer.ScoringDevice.Used,
            transformer.ScoringDevice.GpuDeviceId));
        Assert.Matches(@"^CUDA cannot be used for scoring \(.+\), so the CPU is\.$", transformer.ScoringDevice.Note);
        Assert.Contains("\"GpuDeviceId\":1", transformer.Provenance["options"], StringComparison.Ordinal);
    }

    [NoOnnxCudaFact]
    public void A_loaded_model_heeds_the_context_too()
    {
        Assert.Contains("set FallbackToCpu to true or Device to Cpu", Assert.Throws<GapFillException>(
            () => UNetGapFillTransformer.Load(new MLContext { GpuDeviceId = 0, FallbackToCpu = false }, _model)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("CUDA device 2 cannot be used", Assert.Throws<GapFillException>(
            () => UNetGapFillTransformer.Load(_model, new() { Device = ComputeDevice.Cuda, GpuDeviceId = 2 })).Message,
            StringComparison.Ordinal);
        using var fallen = UNetGapFillTransformer.Load(new MLContext { GpuDeviceId = 0, FallbackToCpu = true }, _model);
        Assert.Equal(ComputeDevice.Cpu, fallen.ScoringDevice.Used);
    }

    [Fact]
    public void What_the_caller_names_goes_before_the_context()
    {
        var strict = new MLContext { GpuDeviceId = 4321, FallbackToCpu = false };
        using var cpu = UNetGapFillTransformer.Load(strict, _model, new() { Device = ComputeDevice.Cpu });
        Assert.Equal(new(ComputeDevice.Cpu, ComputeDevice.Cpu, null, null), cpu.ScoringDevice);

        using var own = new UNetGapFillEstimator(strict, s_auto with { GpuDeviceId = 4320 }).Fit(TestCells.View());
        Assert.Equal("auto (cuda:4320)", own.Provenance["training_device_requested"]);
    }

    [Fact]
    public void A_context_that_names_no_device_changes_nothing()
    {
        using var loaded = UNetGapFillTransformer.Load(new MLContext { FallbackToCpu = false }, _model);
        Assert.Equal(ComputeDevice.Auto, loaded.ScoringDevice.Requested);
    }

    [Fact]
    public void The_context_itself_is_heeded_and_its_catalog_does_not_know_it()
    {
        var strict = new MLContext { GpuDeviceId = 4321, FallbackToCpu = false };
        var data = TestCells.View();

        Assert.Throws<GapFillException>(() => strict.FillGapsWithUNet(options: s_auto).Fit(data));
        using var ignorant = strict.Transforms.FillGapsWithUNet(options: s_auto).Fit(data);
        Assert.Equal("auto", ignorant.Provenance["training_device_requested"]);
    }

    [Fact]
    public void A_negative_gpu_is_out_of_range() =>
        Assert.StartsWith("GpuDeviceId is -1; expected null or at least 0.",
            Assert.Throws<ArgumentOutOfRangeException>("GpuDeviceId", () =>
            new UNetGapFillEstimator(s_auto with { GpuDeviceId = -1 })).Message, StringComparison.Ordinal);

    [Fact]
    public void What_libtorch_throws_while_it_trains_is_one_sentence()
    {
        var options = TestCells.Quick with { BatchSize = 16, MaxLandmarks = 50 };
        var estimator = new UNetGapFillEstimator(options, new FailingProgress());

        Assert.Equal("The GPU has too little memory for this training (CUDA out of memory. Tried to allocate 9.00 MiB): "
            + "lower BatchSize (16), MaxLandmarks (50) or HighlyVariableGenes (40); or set Device to Cpu.",
            Assert.Throws<GapFillException>(() => estimator.Fit(TestCells.View())).Message);
    }

    [CudaFact]
    [Trait("Needs", "CUDA")]
    public void Cuda_trains_and_scores_close_to_the_cpu()
    {
        foreach (var preset in Enum.GetValues<GapFillPreset>())
        {
            var options = TestCells.Quick with { Preset = preset, Scoring = new() { Policy = FillPolicy.IfExpressed },
                Device = ComputeDevice.Cuda, GpuDeviceId = 0 };
            using var transformer = new UNetGapFillEstimator(options).Fit(TestCells.View());
            Assert.Equal(new(ComputeDevice.Cuda, ComputeDevice.Cuda, 0, null), transformer.TrainingDevice);
            Assert.Equal(new(ComputeDevice.Cuda, ComputeDevice.Cuda, 0, null), transformer.ScoringDevice);

            transformer.Save(_model);
            using var onCpu = UNetGapFillTransformer.Load(_model, new() { Device = ComputeDevice.Cpu });
            var (cuda, cpu) = (TestCells.Filled(transformer.Transform(TestCells.View())),
                TestCells.Filled(onCpu.Transform(TestCells.View())));
            foreach (var (first, second) in cuda.Zip(cpu)) Assert.Equal(first, second, (a, b) => Math.Abs(a - b) <= 1e-3);
        }
    }

    /// <summary>Throws in the midst of the training what libtorch throws on a GPU whose memory does not suffice.</summary>
    private sealed class FailingProgress : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            throw new ExternalException("CUDA out of memory. Tried to allocate 9.00 MiB. \nException raised from malloc at a.cpp:1");
    }
}
