using System.Text;

namespace MLNetUNetFill.Embedded.Tests.ML.Algorithms;

/// <summary>
/// Writes the bytes of an ONNX model with the input <c>Counts</c> [N, 3] and the outputs <c>Filled</c> = Counts x W [N, 2] and
/// <c>Positive</c> = max(Filled, 0), in protobuf's wire format.
/// </summary>
internal static class TinyOnnxModel
{
    public const int Inputs = 3;
    public const int Outputs = 2;

    public static readonly float[,] Weights = { { 1, -1 }, { 2, -2 }, { 3, 0.5f } };

    public static byte[] Bytes()
    {
        var graph = Concat(
            Message(1, Concat(Text(1, "Counts"), Text(1, "W"), Text(2, "Filled"), Text(4, "MatMul"))),
            Message(1, Concat(Text(1, "Filled"), Text(2, "Positive"), Text(4, "Relu"))),
            Text(2, "tiny"),
            Message(5, Concat(Number(1, Inputs), Number(1, Outputs), Number(2, 1), Text(8, "W"), Message(9, WeightBytes()))),
            Message(11, Variable("Counts", Inputs)),
            Message(12, Variable("Filled", Outputs)),
            Message(12, Variable("Positive", Outputs)));
        return Concat(Number(1, 8), Message(7, graph), Message(8, Concat(Text(1, ""), Number(2, 17))));
    }

    public static float[] Filled(float[] counts) =>
        Enumerable.Range(0, Outputs).Select(o => counts.Select((value, i) => value * Weights[i, o]).Sum()).ToArray();

    private static byte[] WeightBytes() => [.. Weights.Cast<float>().SelectMany(BitConverter.GetBytes)];

    /// <summary>A float tensor of the shape [N, size].</summary>
    private static byte[] Variable(string name, int size)
    {
        var shape = Concat(Message(1, Text(2, "N")), Message(1, Number(1, size)));
        return Concat(Text(1, name), Message(2, Message(1, Concat(Number(1, 1), Message(2, shape)))));
    }

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) => Concat(Varint((field << 3) | 2), Varint(content.Length), content);

    private static byte[] Number(int field, long value) => Concat(Varint(field << 3), Varint(value));

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Concat(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
