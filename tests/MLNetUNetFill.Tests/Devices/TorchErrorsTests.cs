using System.Runtime.InteropServices;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Devices;

[Collection(TorchCollection.Name)]
public sealed class TorchErrorsTests
{
    private const string Trace = "\nException raised from malloc at /pytorch/c10/cuda/CUDACachingAllocator.cpp:1234 "
        + "(most recent call first):\nframe #0: c10::Error::Error";

    private const string Sizes = "lower BatchSize (32), MaxLandmarks (1000) or HighlyVariableGenes (2048)";

    private static readonly UNetGapFillOptions s_context = new() { BatchSize = 32, MaxLandmarks = 1000 };

    [Fact]
    public void Too_little_memory_of_the_gpu_is_said_in_its_sizes_and_with_the_remedy() =>
        Assert.Equal("The GPU has too little memory for this training (1.58 GiB of its 14.57 GiB are free, and 1.95 GiB more are needed): "
            + $"{Sizes}; or set Device to Cpu.",
            Message("CUDA out of memory. Tried to allocate 1.95 GiB. GPU 0 has a total capacity of 14.57 GiB of which 1.58 GiB is free. "
                + "Process 12 has 12.02 GiB memory in use. If reserved but unallocated memory is large try setting "
                + "PYTORCH_ALLOC_CONF=expandable_segments:True." + Trace));

    [Theory]
    [InlineData("CUDA error: out of memory", "\nCUDA kernel errors might be asynchronously reported at some other API call.")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", "")]
    [InlineData("cuDNN error: CUDNN_STATUS_ALLOC_FAILED", "")]
    [InlineData("CUDA out of memory. Tried to allocate 9.00 MiB", ".")]
    public void Every_way_of_cuda_to_run_out_of_memory_is_recognised(string reason, string rest) =>
        Assert.Equal($"The GPU has too little memory for this training ({reason}): {Sizes}; or set Device to Cpu.",
            Message(reason + rest + Trace));

    [Fact]
    public void The_published_preset_has_no_landmarks_to_lower()
    {
        var options = new UNetGapFillOptions { Preset = GapFillPreset.Published, BatchSize = 8 };

        Assert.EndsWith(": lower BatchSize (8) or HighlyVariableGenes (70); or set Device to Cpu.",
            TorchErrors.Translate(new ExternalException("CUDA out of memory."), options, 70).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_memory_of_the_machine_is_recognised()
    {
        var message = Message(Assert.Throws<ExternalException>(() => empty([1L << 50], ScalarType.Float32, CPU)).Message);

        Assert.StartsWith("This machine has too little memory for this training (", message, StringComparison.Ordinal);
        Assert.EndsWith($"): {Sizes}.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Any_other_error_is_one_line_without_the_stack_trace()
    {
        using var rows = ones(2, 3);
        using var columns = ones(2, 3);
        var error = Assert.Throws<ExternalException>(() => rows.mm(columns));
        Assert.Contains("Exception raised from", error.Message, StringComparison.Ordinal);

        var translated = TorchErrors.Translate(error, s_context, 2048);

        Assert.Equal("Training failed in libtorch: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3).", translated.Message);
        Assert.Same(error, translated.InnerException);
    }

    [Theory]
    [InlineData("a. Exception raised from b", "a")]
    [InlineData("a\r\nb", "a")]
    [InlineData(" a ", "a")]
    public void The_first_line_ends_before_the_trace(string message, string expected) =>
        Assert.Equal(expected, TorchErrors.FirstLine(message));

    [TorchCudaFact]
    [Trait("Needs", "CUDA")]
    public void A_real_gpu_that_runs_out_of_memory_is_recognised()
    {
        var error = Assert.Throws<ExternalException>(() => empty([1L << 42], ScalarType.Float32, device(DeviceType.CUDA, 0)));

        Assert.Matches(@"^The GPU has too little memory for this training \(.+ of its .+ are free, and .+ more are needed\): lower Batch",
            Message(error.Message));
    }

    private static string Message(string message) => TorchErrors.Translate(new ExternalException(message), s_context, 2048).Message;
}
