using Google.Protobuf;
using Google.Protobuf.Collections;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Scoring;

/// <summary>Reduces a model to what callers need, its outputs and its policy: ONNX Runtime computes the whole graph, whichever outputs a
/// call requests, and both sides of a choice, even if the condition is stored.</summary>
internal static class GraphPruning
{
    /// <summary>The model with these outputs alone, and without the nodes and stored tensors that none of them needs.</summary>
    /// <param name="model">The model; stays as it is.</param>
    /// <param name="outputs">Some of its outputs, at least one.</param>
    /// <returns>An ONNX file for loading only: it no longer matches the checksum.</returns>
    public static byte[] Prune(GapFillModelFile model, IReadOnlyList<string> outputs)
    {
        var proto = ModelProto.Parser.ParseFrom(model.Bytes);
        var graph = proto.Graph;
        var needed = outputs.ToHashSet(StringComparer.Ordinal);
        RemoveWhere(graph.Output, output => !needed.Contains(output.Name));
        ChooseByPolicy(graph);
        // A node comes after those that it reads from.
        for (var i = graph.Node.Count - 1; i >= 0; i--)
            if (graph.Node[i].Output.Any(needed.Contains)) needed.UnionWith(graph.Node[i].Input);
        RemoveWhere(graph.Node, node => !node.Output.Any(needed.Contains));
        RemoveWhere(graph.Initializer, tensor => !needed.Contains(tensor.Name));
        return proto.ToByteArray();
    }

    /// <summary>Reads, where a condition on the policy chooses between two tensors, the chosen one.</summary>
    private static void ChooseByPolicy(GraphProto graph)
    {
        var codes = graph.Initializer.Where(tensor => tensor is { DataType: (int)TensorProto.Types.DataType.Int64, Dims.Count: 0 })
            .ToDictionary(tensor => tensor.Name, tensor => BitConverter.ToInt64(tensor.RawData.Span), StringComparer.Ordinal);
        var conditions = new Dictionary<string, bool>(StringComparer.Ordinal);
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++) node.Input[i] = chosen.GetValueOrDefault(node.Input[i], node.Input[i]);
            if (node.OpType == "Equal" && node.Input[0] == PolicyWriter.KindName)
                conditions[node.Output[0]] = codes[node.Input[0]] == codes[node.Input[1]];
            else if (node.OpType == "Where" && conditions.TryGetValue(node.Input[0], out var isTrue))
                chosen[node.Output[0]] = node.Input[isTrue ? 1 : 2];
        }
    }

    private static void RemoveWhere<T>(RepeatedField<T> items, Func<T, bool> isUnneeded)
    {
        T[] kept = [.. items.Where(item => !isUnneeded(item))];
        items.Clear();
        items.AddRange(kept);
    }
}
