using Google.Protobuf;

namespace MLNetUNetFill.ModelFile;

/// <summary>The two stored scalars of a finished graph that name its <see cref="FillPolicy"/>; see <see cref="PolicyWriter"/>.</summary>
internal sealed class StoredPolicy
{
    private readonly TensorProto _kind, _number;
    private readonly string _source;

    private StoredPolicy(TensorProto kind, TensorProto number, string source) =>
        (_kind, _number, _source) = (kind, number, source);

    /// <summary>Finds the scalars.</summary>
    /// <exception cref="GapFillException">The graph has none.</exception>
    public static StoredPolicy Find(GraphProto graph, string source)
    {
        var kind = graph.Initializer.FirstOrDefault(tensor => tensor.Name == PolicyWriter.KindName);
        var number = graph.Initializer.FirstOrDefault(tensor => tensor.Name == PolicyWriter.NumberName);
        return kind?.RawData.Length == sizeof(long) && number?.RawData.Length == sizeof(float)
            ? new StoredPolicy(kind, number, source)
            : throw new GapFillException($"The model '{source}' is damaged: its graph holds no '{PolicyWriter.KindName}' and "
                + $"'{PolicyWriter.NumberName}'; {GapFillModelFile.Expected}.");
    }

    /// <summary>The policy.</summary>
    /// <exception cref="GapFillException">The scalars name none.</exception>
    public FillPolicy Value
    {
        get
        {
            var kind = BitConverter.ToInt64(_kind.RawData.Span);
            var number = BitConverter.ToSingle(_number.RawData.Span);
            return (FillPolicyKind)kind switch
            {
                FillPolicyKind.Expected => FillPolicy.Expected,
                FillPolicyKind.IfExpressed => FillPolicy.IfExpressed,
                FillPolicyKind.DenoiseAll => FillPolicy.DenoiseAll,
                FillPolicyKind.Threshold when FillPolicy.IsThreshold(number) => FillPolicy.Threshold(number),
                FillPolicyKind.ExpectedLog when FillPolicy.IsDepth(number) => FillPolicy.ExpectedLog(number),
                _ => throw new GapFillException($"The model '{_source}' is damaged: its policy is {kind} with {number}; expected 0 to "
                    + $"{Enum.GetValues<FillPolicyKind>().Length - 1} with a number in the range of that policy."),
            };
        }
        set => (_kind.RawData, _number.RawData) = (ByteString.CopyFrom(BitConverter.GetBytes((long)value.Kind)),
            ByteString.CopyFrom(BitConverter.GetBytes(value.Number)));
    }
}
