using System.Text;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>
/// The slot names that a graph holds for its outputs: the attribute <c>keys_strings</c> of a node <c>mlnet.(output).SlotNames</c>. Read from
/// protobuf's wire format, since ONNX Runtime does not tell of nodes.
/// </summary>
internal static class OnnxSlotNames
{
    private const string Prefix = "mlnet.", Suffix = ".SlotNames";

    // Fields of ModelProto, GraphProto, NodeProto and AttributeProto.
    private const int Graph = 7, Node = 1, NodeName = 3, NodeAttribute = 5, AttributeName = 1, AttributeStrings = 9;

    /// <summary>By output, the names of its slots.</summary>
    internal static Dictionary<string, ReadOnlyMemory<char>[]> Read(ReadOnlyMemory<byte> model)
    {
        var names = new Dictionary<string, ReadOnlyMemory<char>[]>();
        foreach (var graph in Fields(model, Graph))
        foreach (var node in Fields(graph, Node))
        {
            var name = Text(node, NodeName);
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal))
                continue;
            foreach (var attribute in Fields(node, NodeAttribute).Where(attribute => Text(attribute, AttributeName) == "keys_strings"))
                names[name[Prefix.Length..^Suffix.Length]] = [.. Fields(attribute, AttributeStrings).Select(key => Encoding.UTF8.GetString(key.Span).AsMemory())];
        }

        return names;
    }

    private static string Text(ReadOnlyMemory<byte> message, int field) =>
        Fields(message, field).Select(text => Encoding.UTF8.GetString(text.Span)).LastOrDefault("");

    /// <summary>The contents of every occurrence of a field that has a length.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int field)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += sizeof(long);
                    break;
                case 5:
                    at += sizeof(int);
                    break;
                default:
                    var length = (int)Varint(message.Span, ref at);
                    if ((int)(tag >> 3) == field)
                        yield return message.Slice(at, length);
                    at += length;
                    break;
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
