using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An ONNX Runtime session with the graph it runs and the inputs and outputs of that graph.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _file;
    private readonly byte[] _bytes;

    private OnnxModel(string file, byte[] bytes, IDictionary<string, int[]> shapes, int? gpuDeviceId, bool fallbackToCpu)
    {
        _file = file;
        _bytes = bytes;
        _session = Open(gpuDeviceId, fallbackToCpu);
        Inputs = [.. _session.InputMetadata.Select(pair => OnnxVariable.Create(pair.Key, pair.Value, shapes))];
        Outputs = [.. _session.OutputMetadata.Select(pair => OnnxVariable.Create(pair.Key, pair.Value, shapes))];
        SlotNames = OnnxSlotNames.Read(ReadBytes());
    }

    internal IReadOnlyList<OnnxVariable> Inputs { get; }

    internal IReadOnlyList<OnnxVariable> Outputs { get; }

    internal IReadOnlyDictionary<string, ReadOnlyMemory<char>[]> SlotNames { get; }

    internal static OnnxModel FromFile(string file, IDictionary<string, int[]> shapes, int? gpuDeviceId, bool fallbackToCpu)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        if (!File.Exists(file))
            throw new IOException($"Model file {file} does not exist.");
        return new OnnxModel(file, null, shapes, gpuDeviceId, fallbackToCpu);
    }

    internal static OnnxModel FromBytes(byte[] bytes, IDictionary<string, int[]> shapes, int? gpuDeviceId, bool fallbackToCpu) =>
        new(null, bytes, shapes, gpuDeviceId, fallbackToCpu);

    internal OnnxVariable Input(string name) => Inputs.FirstOrDefault(v => v.Name == name) ?? throw Unknown("Input", name, Inputs);

    internal OnnxVariable Output(string name) => Outputs.FirstOrDefault(v => v.Name == name) ?? throw Unknown("Output", name, Outputs);

    /// <summary>The serialized graph; one that came as a file is read again, as the official transformer does.</summary>
    internal byte[] ReadBytes() => _bytes ?? File.ReadAllBytes(_file);

    internal IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(IReadOnlyCollection<NamedOnnxValue> inputs, IReadOnlyCollection<string> outputs) =>
        _session.Run(inputs, outputs);

    public void Dispose() => _session.Dispose();

    private InferenceSession Open(int? gpuDeviceId, bool fallbackToCpu)
    {
        try
        {
            if (gpuDeviceId is { } device)
            {
                try
                {
                    using var cuda = SessionOptions.MakeSessionOptionWithCudaProvider(device);
                    return Open(cuda);
                }
                catch (Exception e) when (fallbackToCpu && IsRuntimeError(e))
                {
                    // The caller asked for the CPU where there is no such GPU.
                }
            }
            using var cpu = new SessionOptions();
            return Open(cpu);
        }
        catch (Exception e) when (IsRuntimeError(e))
        {
            throw new InvalidOperationException($"Error initializing model: {e.Message}", e);
        }
    }

    private InferenceSession Open(SessionOptions options) =>
        _bytes is null ? new InferenceSession(_file, options) : new InferenceSession(_bytes, options);

    /// <summary>A build of ONNX Runtime without CUDA has no entry point to ask for it.</summary>
    private static bool IsRuntimeError(Exception e) => e is OnnxRuntimeException or EntryPointNotFoundException;

    private static ArgumentOutOfRangeException Unknown(string kind, string name, IEnumerable<OnnxVariable> available) => new(nameof(name),
        $"{kind} tensor, {name}, does not exist in the ONNX model. Available names are [{string.Join(",", available.Select(v => v.Name))}].");
}
