using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

public class OnnxErrorsTests
{
    private const string Batch = "a batch of 4 x 70 counts with the model 'a.onnx'";

    [Theory]
    [InlineData("libcublasLt.so.13: cannot open shared object file: No such file or directory", false,
        "[ErrorCode:Fail] /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:2043 onnxruntime::Provider& Get() "
        + "[ONNXRuntimeError] : 1 : FAIL : Failed to load library /app/libonnxruntime_providers_cuda.so with error: "
        + "libcublasLt.so.13: cannot open shared object file: No such file or directory\n")]
    [InlineData("Failed to allocate memory for requested buffer of size 939524096", true,
        "[ErrorCode:RuntimeException] Non-zero status code returned while running Conv node. Name:'down1' Status Message: "
        + "/onnxruntime_src/bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) "
        + "Failed to allocate memory for requested buffer of size 939524096\n")]
    [InlineData("Available memory of 34699008 is smaller than requested bytes of 945041920", true,
        "[ErrorCode:RuntimeException] Non-zero status code returned while running Cast node. Status Message: "
        + "/onnxruntime_src/bfc_arena.cc:359 Available memory of 34699008 is smaller than requested bytes of 945041920")]
    [InlineData("CUDA failure 2: out of memory", true,
        "[ErrorCode:Fail] /onnxruntime_src/cuda_call.cc:129 bool onnxruntime::CudaCall(ERRTYPE) /onnxruntime_src/cuda_call.cc:121 "
        + "CUDA failure 2: out of memory ; GPU=0 ; hostname=a ; file=/onnxruntime_src/cuda_stream.cc ; line=175 ; expr=cudaMalloc(p);")]
    [InlineData("CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED", true,
        "[ErrorCode:RuntimeException] Exception during initialization: CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=a")]
    [InlineData("CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version", false,
        "[ErrorCode:Fail] /o/cuda_call.cc:114 CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=-1")]
    [InlineData("Got invalid dimensions for input: Counts", false, "[ErrorCode:InvalidArgument] Got invalid dimensions for input: Counts.")]
    public void The_cause_is_told_without_the_places_that_it_passed(string reason, bool isOutOfMemory, string message) =>
        Assert.Equal((reason, isOutOfMemory), (OnnxErrors.Reason(message), OnnxErrors.IsOutOfMemory(message)));

    [Fact]
    public void Too_little_memory_comes_with_the_remedy()
    {
        var error = Assert.Throws<OnnxRuntimeException>(
            () => OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [1L << 50]));

        Assert.Matches($@"^CUDA device 1 has too little memory to score {Batch} \([^/]+\); score fewer cells .+ or set Device to Cpu\.$",
            OnnxErrors.Translate(error, Batch, 1).Message);
        Assert.Matches($@"^This machine has too little memory to score {Batch} \([^/]+\); score fewer cells at a time\.$",
            OnnxErrors.Translate(error, Batch, null).Message);
    }

    [Fact]
    public void Any_other_failure_is_told_as_it_is()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession([1, 2, 3]));

        Assert.Matches($"^ONNX Runtime could not score {Batch}: [^\\[].+\\.$", OnnxErrors.Translate(error, Batch, 0).Message);
    }

    [Fact]
    public void The_message_of_another_exception_is_put_on_one_line() =>
        Assert.Equal("a b", OnnxErrors.Reason(new DllNotFoundException("a\nb.\n")));
}
