using MLNetUNetFill.Devices;
using MLNetUNetFill.ModelFile;
using Microsoft.ML.OnnxRuntime;

namespace MLNetUNetFill.Scoring;

/// <summary>
/// An exported model loaded into ONNX Runtime. Safe for use by several threads at once: a call keeps no state.
/// </summary>
internal sealed class GapFillSession : IDisposable
{
    private readonly DeviceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputNames;
    private readonly ReaderWriterLockSlim _use = new();
    private long _runCount;
    private bool _isDisposed;

    /// <summary>Loads a model.</summary>
    /// <param name="model">A file written by <see cref="GapFillOnnxExporter"/>.</param>
    /// <param name="device">Where to score.</param>
    /// <param name="threads">Threads for one call; 0 takes the number of physical cores.</param>
    /// <param name="outputs">The outputs that callers need: the session computes nothing else. Null for all outputs of the model.</param>
    /// <exception cref="GapFillException">The model is refused, or CUDA was requested and is unavailable.</exception>
    public GapFillSession(GapFillModelFile model, DeviceRequest device, int threads, IReadOnlyList<string>? outputs = null)
    {
        (Model, _inputNames, OutputNames) = (model, [model.InputName], outputs ?? model.OutputNames);
        _session = DeviceSession.Open(outputs is null ? model.Bytes : GraphPruning.Prune(model, outputs), model.Source, device, threads);
        Device = new(device.Device, _session.GpuDeviceId is null ? ComputeDevice.Cpu : ComputeDevice.Cuda, _session.GpuDeviceId,
            _session.Note);
    }

    /// <summary>The model file, with its metadata.</summary>
    public GapFillModelFile Model { get; }

    /// <summary>Where it scores.</summary>
    public DeviceInfo Device { get; }

    /// <summary>Genes of a cell: the width of counts and of filled values.</summary>
    public int GeneCount => Model.GeneNames.Count;

    /// <summary>The available outputs, each cells x genes but for <see cref="GapFillOutputs.Novelty"/>, cells x 1.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>How many values an output has for each cell.</summary>
    public int Width(string output) => GapFillOutputs.Width(output, GeneCount);

    /// <summary>How often the graph was run.</summary>
    public long RunCount => Interlocked.Read(ref _runCount);

    /// <summary>Scores cells in one call.</summary>
    /// <param name="counts">Raw counts, cells x genes, row by row; more may follow.</param>
    /// <param name="cells">How many cells; 0 does nothing.</param>
    /// <param name="filled">Receives log1p CP10k, cells x genes.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    /// <exception cref="GapFillException">ONNX Runtime failed, for example for want of memory.</exception>
    public void Score(Memory<float> counts, int cells, Memory<float> filled) =>
        Score(counts, cells, [new OutputBuffer(Model.OutputName, filled)]);

    /// <summary>Scores cells in one call.</summary>
    /// <param name="counts">Raw counts, cells x genes, row by row; more may follow.</param>
    /// <param name="cells">How many cells; 0 does nothing.</param>
    /// <param name="outputs">The outputs to compute, at least one.</param>
    /// <exception cref="ArgumentException">A buffer is too short, an output unknown or none wanted.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    /// <exception cref="GapFillException">ONNX Runtime failed, for example for want of memory.</exception>
    public void Score(Memory<float> counts, int cells, ReadOnlySpan<OutputBuffer> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cells);
        if (outputs.IsEmpty) throw new ArgumentException($"No output is asked for; expected some of {string.Join(", ", OutputNames)}.",
            nameof(outputs));
        Require(counts, checked(cells * GeneCount), nameof(counts));
        foreach (var (name, values) in outputs)
        {
            if (!OutputNames.Contains(name))
                throw new ArgumentException($"The model '{Model.Source}' has no output '{name}'; expected one of "
                    + $"{string.Join(", ", OutputNames)}.", nameof(outputs));
            Require(values, cells * Width(name), name);
        }
        // ONNX Runtime itself would go on with a freed handle, so Dispose waits for the calls that are under way.
        _use.EnterReadLock();
        try
        {
            // Users hold the transformer and know nothing of its session.
            if (_isDisposed) throw new ObjectDisposedException("MLNetUNetFill.UNetGapFillTransformer");
            if (cells > 0) Run(counts, cells, outputs);
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _use.EnterWriteLock();
        try
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _runOptions.Dispose();
            _session.Dispose();
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }

    private void Run(Memory<float> counts, int cells, ReadOnlySpan<OutputBuffer> outputs)
    {
        Interlocked.Increment(ref _runCount);
        // The tensors lie over the caller's memory, which stays pinned until they are disposed: nothing is copied or allocated per row.
        var (names, tensors) = (new string[outputs.Length], new OrtValue[outputs.Length]);
        try
        {
            using var input = Tensor(counts, cells, GeneCount);
            for (var i = 0; i < outputs.Length; i++)
                (names[i], tensors[i]) = (outputs[i].Name, Tensor(outputs[i].Values, cells, Width(outputs[i].Name)));
            if (Device.GpuDeviceId is null) _session.Inference.Run(_runOptions, _inputNames, [input], names, tensors);
            else RunBound(_session.Inference, _runOptions, _inputNames[0], input, names, tensors);
        }
        catch (OnnxRuntimeException e)
        {
            throw OnnxErrors.Translate(e, $"a batch of {cells} x {GeneCount} counts with the model '{Model.Source}'", Device.GpuDeviceId);
        }
        finally
        {
            foreach (var tensor in tensors) tensor?.Dispose();
        }
    }

    /// <summary>Runs through an IO binding: ONNX Runtime copies the input to the device once, keeps intermediate results there, and copies
    /// each output straight into the caller's buffer.</summary>
    internal static void RunBound(InferenceSession session, RunOptions options, string inputName, OrtValue input, string[] outputNames,
        OrtValue[] outputs)
    {
        using var binding = session.CreateIoBinding();
        binding.BindInput(inputName, input);
        for (var i = 0; i < outputs.Length; i++) binding.BindOutput(outputNames[i], outputs[i]);
        binding.SynchronizeBoundInputs();
        session.RunWithBinding(options, binding);
        binding.SynchronizeBoundOutputs();
    }

    private static OrtValue Tensor(Memory<float> memory, long cells, long width) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, [cells, width]);

    private static void Require(Memory<float> buffer, int length, string name)
    {
        if (buffer.Length < length) throw new ArgumentException($"{name} has {buffer.Length} values; expected at least {length}.", name);
    }
}

/// <summary>A requested output of a model, and the buffer that receives it.</summary>
/// <param name="Name">One of <see cref="GapFillSession.OutputNames"/>.</param>
/// <param name="Values">Receives the output, cells x <see cref="GapFillSession.Width"/>, row by row; may be longer.</param>
internal readonly record struct OutputBuffer(string Name, Memory<float> Values);
