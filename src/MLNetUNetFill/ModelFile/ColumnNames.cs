using Google.Protobuf.Collections;

namespace MLNetUNetFill.ModelFile;

/// <summary>Gives the input and the outputs of a finished graph the names of other ML.NET columns.</summary>
internal static class ColumnNames
{
    /// <summary>The same model for other columns. A tensor within the graph that has one of the new names makes way.</summary>
    /// <param name="model">The model; stays as it is.</param>
    /// <param name="input">Column of raw counts.</param>
    /// <param name="output">Column of filled values; that of the observed ones is named after it.</param>
    public static GapFillModelFile Rename(GapFillModelFile model, string input, string output)
    {
        if (model.InputName == input && model.OutputName == output) return model;
        var proto = ModelProto.Parser.ParseFrom(model.Bytes);
        var graph = proto.Graph;
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [model.InputName] = input,
            [model.OutputName] = output,
            [model.ObservedName] = GapFillOutputs.Observed(output),
        };
        var taken = graph.Node.SelectMany(node => node.Output).Concat(graph.Initializer.Select(tensor => tensor.Name))
            .ToHashSet(StringComparer.Ordinal);
        taken.UnionWith(names.Values);
        foreach (var name in names.Values.ToArray())
            if (!names.ContainsKey(name)) names.Add(name, OnnxGraphBuilder.Unique(name, taken));

        foreach (var value in graph.Input.Concat(graph.Output)) value.Name = New(value.Name);
        foreach (var tensor in graph.Initializer) tensor.Name = New(tensor.Name);
        foreach (var node in graph.Node)
        {
            node.Name = New(node.Name);
            Replace(node.Input);
            Replace(node.Output);
        }
        return model.Rewrite(proto);

        string New(string name) => names.GetValueOrDefault(name, name);

        void Replace(RepeatedField<string> all)
        {
            for (var i = 0; i < all.Count; i++) all[i] = New(all[i]);
        }
    }
}
