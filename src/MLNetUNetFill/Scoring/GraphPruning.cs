using Google.Protobuf;
using Google.Protobuf.Collections;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Scoring;

/// <summary>Reduces a model to the outputs that callers need: ONNX Runtime computes the whole graph, whichever outputs a call
/// requests.</summary>
internal static class GraphPruning
{
    /// <summary>The model with these outputs alone, and without the nodes and stored tensors that none of them needs.</summary>
    /// <param name="model">The model; stays as it is.</param>
    /// <param name="outputs">Some of its outputs, at least one.</param>
    /// <returns>A model for loading only: its bytes no longer match the checksum.</returns>
    public static GapFillModelFile Prune(GapFillModelFile model, IReadOnlyList<string> outputs)
    {
        var proto = ModelProto.Parser.ParseFrom(model.Bytes);
        var graph = proto.Graph;
        var needed = outputs.ToHashSet(StringComparer.Ordinal);
        RemoveWhere(graph.Output, output => !needed.Contains(output.Name));
        // A node comes after those that it reads from.
        for (var i = graph.Node.Count - 1; i >= 0; i--)
            if (graph.Node[i].Output.Any(needed.Contains)) needed.UnionWith(graph.Node[i].Input);
        RemoveWhere(graph.Node, node => !node.Output.Any(needed.Contains));
        RemoveWhere(graph.Initializer, tensor => !needed.Contains(tensor.Name));
        return model with { Bytes = proto.ToByteArray(), OutputNames = [.. outputs] };
    }

    private static void RemoveWhere<T>(RepeatedField<T> items, Func<T, bool> isUnneeded)
    {
        T[] kept = [.. items.Where(item => !isUnneeded(item))];
        items.Clear();
        items.AddRange(kept);
    }
}
