using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.Onnx;

namespace MLNetUNetFill.Scoring;

/// <summary>A model loaded into ONNX Runtime, and the device that it is loaded on.</summary>
/// <param name="Inference">The session; owned.</param>
/// <param name="DeviceUsed"><see cref="ComputeDevice.Cpu"/> or <see cref="ComputeDevice.Cuda"/>.</param>
/// <param name="Note">Why the device is not the one that <see cref="ComputeDevice.Auto"/> prefers; null where it is.</param>
internal sealed record DeviceSession(InferenceSession Inference, ComputeDevice DeviceUsed, string? Note) : IDisposable
{
    /// <summary>Loads a model on the device asked for; <see cref="ComputeDevice.Auto"/> falls back to the CPU and says so in <see cref="Note"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device">Where to score.</param>
    /// <param name="threads">Threads for one call; 0 takes the number of physical cores.</param>
    /// <param name="cudaDeviceId">Which CUDA device.</param>
    /// <exception cref="GapFillException">The model is refused, or CUDA was asked for and cannot be had.</exception>
    public static DeviceSession Open(GapFillModelFile model, ComputeDevice device, int threads, int cudaDeviceId)
    {
        if (device == ComputeDevice.Cpu) return new(OnCpu(model, threads), ComputeDevice.Cpu, null);
        string reason;
        try
        {
            return new(OnCuda(model.Bytes, threads, cudaDeviceId), ComputeDevice.Cuda, null);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            reason = Reason(e);
            if (device == ComputeDevice.Cuda)
            {
                throw new GapFillException($"CUDA device {cudaDeviceId} cannot be used for scoring ({reason}); install an NVIDIA driver and the CUDA build "
                    + "of ONNX Runtime, or ask for device 'auto' or 'cpu'.", e);
            }
        }
        return new(OnCpu(model, threads), ComputeDevice.Cpu, $"CUDA cannot be used for scoring ({reason}), so the CPU is.");
    }

    /// <summary>An exception's message on one line, without the error code that ONNX Runtime puts before it.</summary>
    public static string Reason(Exception e)
    {
        var message = e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return e is OnnxRuntimeException && message.StartsWith('[') ? message[(message.IndexOf(']') + 1)..].Trim() : message;
    }

    /// <inheritdoc/>
    public void Dispose() => Inference.Dispose();

    private static InferenceSession OnCpu(GapFillModelFile model, int threads)
    {
        using var options = Options(threads);
        try
        {
            return new InferenceSession(model.Bytes, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new GapFillException($"ONNX Runtime cannot load the model '{model.Source}': {Reason(e)}.", e);
        }
    }

    private static InferenceSession OnCuda(byte[] model, int threads, int deviceId)
    {
        using var options = Options(threads);
        using var cuda = new OrtCUDAProviderOptions();
        // TensorFloat-32 would round the convolutions to 10 bits of mantissa: results would differ visibly from the CPU's.
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["device_id"] = deviceId.ToString(CultureInfo.InvariantCulture),
            ["use_tf32"] = "0",
        });
        options.AppendExecutionProvider_CUDA(cuda);
        return new InferenceSession(model, options);
    }

    private static SessionOptions Options(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads > 0 ? threads : PhysicalCores.Count,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Waiting threads sleep: they share the machine with training and with other processes.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
