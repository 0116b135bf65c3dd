using System.Globalization;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.Devices;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Scoring;

/// <summary>A model loaded into ONNX Runtime, and the device that it is loaded on.</summary>
/// <param name="Inference">The session; owned.</param>
/// <param name="GpuDeviceId">0-based index of the CUDA device; null on the CPU.</param>
/// <param name="Note">Why the device is not the one that <see cref="ComputeDevice.Auto"/> prefers; null where it is.</param>
internal sealed record DeviceSession(InferenceSession Inference, int? GpuDeviceId, string? Note) : IDisposable
{
    /// <summary>A session may take one half of its device's memory. The other half stays for libtorch, which keeps what a training in the
    /// same process needed, for what CUDA, cuBLAS and cuDNN take beside the session, and for further sessions.</summary>
    private const int MemoryShare = 2;

    /// <summary>Loads a model on the device asked for; where it may and must, it falls back to the CPU and says so in
    /// <see cref="Note"/>.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <param name="device">Where to score.</param>
    /// <param name="threads">Threads for one call; 0 takes the number of physical cores.</param>
    /// <exception cref="GapFillException">ONNX Runtime cannot be loaded, the model is refused, or CUDA was requested and is
    /// unavailable.</exception>
    public static DeviceSession Open(byte[] model, string source, DeviceRequest device, int threads)
    {
        NativeOnnxRuntime.Require();
        if (device.Device == ComputeDevice.Cpu) return new(OnCpu(model, source, threads), null, null);
        if (Obstacle(device.CudaIndex) is { } obstacle) return WithoutCuda(obstacle, null);
        try
        {
            return new(OnCuda(model, threads, device.CudaIndex), device.CudaIndex, null);
        }
        catch (Exception e) when (IsRuntimeError(e))
        {
            return WithoutCuda(Obstacle(e), e);
        }

        DeviceSession WithoutCuda(CudaObstacle obstacle, Exception? cause)
        {
            if (!device.RequiresCuda)
                return new(OnCpu(model, source, threads), null, $"CUDA cannot be used for scoring ({obstacle.Reason}), so the CPU is.");
            var message = $"CUDA device {device.CudaIndex} cannot be used for scoring ({obstacle.Reason}); {obstacle.Remedy}, or "
                + (device.Device == ComputeDevice.Cuda ? "ask for device 'auto' or 'cpu'." : $"{device.Alternative}.");
            throw cause is null ? new GapFillException(message) : new(message, cause);
        }
    }

    /// <summary>Makes sure, before time is spent on training, that ONNX Runtime and a device which must be had can be had for
    /// scoring.</summary>
    /// <exception cref="GapFillException">ONNX Runtime cannot be loaded, or CUDA is requested and is unavailable.</exception>
    public static void Require(DeviceRequest device)
    {
        NativeOnnxRuntime.Require();
        if (!device.RequiresCuda) return;
        var graph = new OnnxGraphBuilder("probe");
        graph.Output("Same", 1, "");
        graph.Produce("Same", "Identity", [graph.Input("Any", 1, "")]);
        Open(GapFillOnnxExporter.Model(graph.Build()).ToByteArray(), "probe", device, threads: 1).Dispose();
    }

    /// <summary>Why ONNX Runtime has no such CUDA device; null where nothing is known to keep it from having it.</summary>
    /// <param name="index">The device.</param>
    /// <param name="driver">The machine's driver.</param>
    /// <param name="isBuiltForCuda">Whether it is ONNX Runtime for CUDA.</param>
    public static CudaObstacle? Obstacle(int index, CudaDriver driver, bool isBuiltForCuda) =>
        CudaObstacle.Find(driver, isBuiltForCuda, "ONNX Runtime",
            "Microsoft.ML.OnnxRuntime.Gpu." + (OperatingSystem.IsWindows() ? "Windows" : "Linux"))
        ?? (index < driver.DeviceMemory.Count ? null
            : new($"the CUDA devices of this machine are 0 to {driver.DeviceMemory.Count - 1}", "choose one of these"));

    /// <summary>Why ONNX Runtime could not load a model on a CUDA device.</summary>
    public static CudaObstacle Obstacle(Exception error) => new(OnnxErrors.Reason(error), OnnxErrors.IsOutOfMemory(error.Message)
        ? "free some of its memory" : "install the CUDA and cuDNN libraries for this ONNX Runtime, see docs/gpu.md");

    /// <inheritdoc/>
    public void Dispose() => Inference.Dispose();

    private static CudaObstacle? Obstacle(int index) =>
        Obstacle(index, CudaDriver.Current, OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"));

    /// <summary>A build of ONNX Runtime for other devices may lack the entry point to ask for CUDA.</summary>
    private static bool IsRuntimeError(Exception e) => e is OnnxRuntimeException or EntryPointNotFoundException;

    private static InferenceSession OnCpu(byte[] model, string source, int threads)
    {
        using var options = Options(threads);
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new GapFillException($"ONNX Runtime cannot load the model '{source}': {OnnxErrors.Reason(e)}.", e);
        }
    }

    private static InferenceSession OnCuda(byte[] model, int threads, int deviceId)
    {
        using var options = Options(threads);
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["device_id"] = deviceId.ToString(CultureInfo.InvariantCulture),
            ["use_tf32"] = TensorFloat32.OnnxRuntimeOption,
            ["gpu_mem_limit"] = (CudaDriver.Current.DeviceMemory[deviceId] / MemoryShare).ToString(CultureInfo.InvariantCulture),
            // The default doubles with every block what it takes.
            ["arena_extend_strategy"] = "kSameAsRequested",
            // The default tries every algorithm anew for each number of cells: the last batch of every pass would wait for that.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
        });
        options.AppendExecutionProvider_CUDA(cuda);
        return new InferenceSession(model, options);
    }

    private static SessionOptions Options(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads > 0 ? threads : PhysicalCores.Count,
            // Errors come as exceptions; on the console they would be a second time, between the lines of the program.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Waiting threads sleep: they share the machine with training and with other processes.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
