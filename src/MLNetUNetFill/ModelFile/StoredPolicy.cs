using System.Buffers.Binary;
using Google.Protobuf;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.ModelFile;

/// <summary>The two stored scalars of a finished graph that name its <see cref="FillPolicy"/>; see <see cref="PolicyWriter"/>.</summary>
internal sealed class StoredPolicy
{
    private readonly TensorProto _kind, _threshold;
    private readonly string _source;

    private StoredPolicy(TensorProto kind, TensorProto threshold, string source) =>
        (_kind, _threshold, _source) = (kind, threshold, source);

    /// <summary>Finds the scalars.</summary>
    /// <exception cref="GapFillException">The graph has none.</exception>
    public static StoredPolicy Find(GraphProto graph, string source)
    {
        var kind = graph.Initializer.FirstOrDefault(tensor => tensor.Name == PolicyWriter.KindName);
        var threshold = graph.Initializer.FirstOrDefault(tensor => tensor.Name == PolicyWriter.ThresholdName);
        return kind?.RawData.Length == sizeof(long) && threshold?.RawData.Length == sizeof(float)
            ? new StoredPolicy(kind, threshold, source)
            : throw new GapFillException($"The model '{source}' is damaged: its graph holds no '{PolicyWriter.KindName}' and '{PolicyWriter.ThresholdName}'.");
    }

    /// <summary>The policy.</summary>
    /// <exception cref="GapFillException">The scalars name none.</exception>
    public FillPolicy Value
    {
        get
        {
            var kind = BinaryPrimitives.ReadInt64LittleEndian(_kind.RawData.Span);
            var threshold = BinaryPrimitives.ReadSingleLittleEndian(_threshold.RawData.Span);
            return (FillPolicyKind)kind switch
            {
                FillPolicyKind.Expected => FillPolicy.Expected,
                FillPolicyKind.IfExpressed => FillPolicy.IfExpressed,
                FillPolicyKind.DenoiseAll => FillPolicy.DenoiseAll,
                FillPolicyKind.Threshold when threshold is >= 0 and <= 1 => FillPolicy.Threshold(threshold),
                _ => throw new GapFillException($"The model '{_source}' is damaged: its policy is {kind} with threshold {threshold}; expected 0 to 3 with 0 to 1."),
            };
        }
        set
        {
            Span<byte> kind = stackalloc byte[sizeof(long)], threshold = stackalloc byte[sizeof(float)];
            BinaryPrimitives.WriteInt64LittleEndian(kind, (long)value.Kind);
            BinaryPrimitives.WriteSingleLittleEndian(threshold, value.MinDetectionProbability);
            (_kind.RawData, _threshold.RawData) = (ByteString.CopyFrom(kind), ByteString.CopyFrom(threshold));
        }
    }
}
