using System.Globalization;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Onnx;

namespace MLNetUNetFill.Scoring;

/// <summary>A model loaded into ONNX Runtime, and the device that it is loaded on.</summary>
/// <param name="Inference">The session; owned.</param>
/// <param name="GpuDeviceId">0-based index of the CUDA device; null on the CPU.</param>
/// <param name="Note">Why the device is not the one that <see cref="ComputeDevice.Auto"/> prefers; null where it is.</param>
internal sealed record DeviceSession(InferenceSession Inference, int? GpuDeviceId, string? Note) : IDisposable
{
    /// <summary>Loads a model on the device asked for; where it may and must, it falls back to the CPU and says so in <see cref="Note"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device">Where to score.</param>
    /// <param name="threads">Threads for one call; 0 takes the number of physical cores.</param>
    /// <exception cref="GapFillException">The model is refused, or CUDA was asked for and cannot be had.</exception>
    public static DeviceSession Open(GapFillModelFile model, DeviceRequest device, int threads)
    {
        if (device.Device == ComputeDevice.Cpu) return new(OnCpu(model, threads), null, null);
        try
        {
            return new(OnCuda(model.Bytes, threads, device.CudaIndex), device.CudaIndex, null);
        }
        catch (Exception e) when (!device.RequiresCuda && IsRuntimeError(e))
        {
            return new(OnCpu(model, threads), null, $"CUDA cannot be used for scoring ({Reason(e)}), so the CPU is.");
        }
        catch (Exception e) when (IsRuntimeError(e))
        {
            throw NoCuda(device, e);
        }
    }

    /// <summary>Makes sure, before time is spent on training, that a device which must be had can be had for scoring.</summary>
    /// <exception cref="GapFillException">CUDA is asked for and cannot be had.</exception>
    public static void Require(DeviceRequest device)
    {
        if (!device.RequiresCuda) return;
        var graph = new OnnxGraphBuilder("probe");
        graph.Output("Same", 1, "");
        graph.Produce("Same", "Identity", [graph.Input("Any", 1, "")]);
        try
        {
            OnCuda(GapFillOnnxExporter.Model(graph.Build()).ToByteArray(), 1, device.CudaIndex).Dispose();
        }
        catch (Exception e) when (IsRuntimeError(e))
        {
            throw NoCuda(device, e);
        }
    }

    /// <summary>An exception's message on one line, without the error code that ONNX Runtime puts before it.</summary>
    public static string Reason(Exception e)
    {
        var message = e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return e is OnnxRuntimeException && message.StartsWith('[') ? message[(message.IndexOf(']') + 1)..].Trim() : message;
    }

    /// <inheritdoc/>
    public void Dispose() => Inference.Dispose();

    /// <summary>A build of ONNX Runtime without CUDA lacks the entry point to ask for it.</summary>
    private static bool IsRuntimeError(Exception e) => e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException;

    private static GapFillException NoCuda(DeviceRequest device, Exception e) => new(
        $"CUDA device {device.CudaIndex} cannot be used for scoring ({Reason(e)}); install an NVIDIA driver and the CUDA build of ONNX Runtime, or "
        + (device.Device == ComputeDevice.Cuda ? "ask for device 'auto' or 'cpu'." : $"{device.Alternative}."), e);

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
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Waiting threads sleep: they share the machine with training and with other processes.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
