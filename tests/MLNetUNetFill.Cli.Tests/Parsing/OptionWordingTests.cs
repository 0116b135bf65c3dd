using MLNetUNetFill.Cli.Parsing;

namespace MLNetUNetFill.Cli.Tests.Parsing;

public class OptionWordingTests
{
    [Theory]
    [InlineData("Device is Cuda, but libtorch sees none; build it, or set Device to Auto or Cpu.",
        "--device is cuda, but libtorch sees none; build it, or give --device auto or cpu.")]
    [InlineData("Device is Cuda and GpuDeviceId 3, but the CUDA devices are 0 to 1.",
        "--device is cuda:3, but the CUDA devices are 0 to 1.")]
    [InlineData("install a driver, or ask for device 'auto' or 'cpu'.", "install a driver, or give --device auto or cpu.")]
    [InlineData("lower BatchSize (16) or HighlyVariableGenes (40); or set Device to Cpu.",
        "lower --batch-size (16) or --genes (40); or give --device cpu.")]
    [InlineData("lower MaxTrainingCells (20000), MaxLandmarks (8192) or HighlyVariableGenes (2048).",
        "lower --max-training-cells (20000), --max-landmarks (8192) or --genes (2048).")]
    [InlineData("expected finite numbers; set LearningRate below 0.1.", "expected finite numbers; set --learning-rate below 0.1.")]
    [InlineData("/data/Device is mine/MaskRates.mtx, line 3: found 'x'.", "/data/Device is mine/MaskRates.mtx, line 3: found 'x'.")]
    public void Options_of_the_library_become_those_of_the_command_line(string message, string expected) =>
        Assert.Equal(expected, OptionWording.Translate(message));

    [Theory]
    [InlineData("expected less than that: lower MaxTrainingCells (20000), MaxLandmarks (8192) or HighlyVariableGenes (2048).",
        "expected less than that: lower --cells or --genes.")]
    [InlineData("expected less than that: lower MaxTrainingCells (20000) or HighlyVariableGenes (2048).",
        "expected less than that: lower --cells or --genes.")]
    [InlineData("on this GPU: lower BatchSize (16) or HighlyVariableGenes (40); or set Device to Cpu.",
        "on this GPU: lower --cells or --genes; or give --device cpu.")]
    [InlineData("expected finite numbers; set LearningRate below 0.001.", "expected finite numbers.")]
    [InlineData("expected more entries, or a larger ValidationFraction.", "expected more entries.")]
    [InlineData("expected more counts, or a larger --holdout.", "expected more counts.")]
    [InlineData("needs 9 GB; expected fewer --genes.", "needs 9 GB; expected fewer --genes.")]
    public void Advice_to_change_an_option_that_the_verb_lacks_is_left_out(string message, string expected)
    {
        Assert.Equal(expected, OptionWording.Translate(message, ["--cells", "--genes"]));
        string[] all = ["--max-training-cells", "--max-landmarks", "--batch-size", "--genes", "--learning-rate", "--validation",
            "--holdout"];
        Assert.Equal(OptionWording.Translate(message), OptionWording.Translate(message, all));
    }

    [Fact]
    public void Every_message_about_a_setting_that_the_command_line_has_names_its_option()
    {
        UNetGapFillOptions[] wrong =
        [
            new() { MaskRate = 0 }, new() { MseWeight = -1 }, new() { MaeWeight = -1 }, new() { SmoothnessWeight = -1 },
                new() { BaseChannels = 0 },
            new() { KernelSize = 2 }, new() { DropoutRate = 1 }, new() { LearningRate = 0 }, new() { BatchSize = 0 },
            new() { ValidationFraction = 0 },
            new() { MaxTrainingCells = 0 }, new() { MaxLandmarks = 0 }, new() { HighlyVariableGenes = 1 }, new() { MinDetectionRate = 1 },
            new() { ExpressionLevels = 3 },
        ];
        foreach (var options in wrong)
            Assert.StartsWith("--", Assert.Throws<UsageException>(() => UsageException.ThrowIfRefused(options.Validate)).Message,
                StringComparison.Ordinal);
    }
}
