namespace Microsoft.ML.Data;

/// <summary>Writes and reads a chain: the scopes, then each transformer as a part of its own.</summary>
internal static class TransformerChainLoader
{
    internal const string Name = "TransformerChain";

    internal static void Save(ModelSaveContext context, IReadOnlyList<ITransformer> transformers, IReadOnlyList<TransformerScope> scopes)
    {
        context.Save(Name, writer =>
        {
            writer.Write(scopes.Count);
            foreach (var scope in scopes)
                writer.Write((int)scope);
        });
        for (var i = 0; i < transformers.Count; i++)
            context.SaveSubModel(PartName(i), transformers[i]);
    }

    internal static TransformerChain<ITransformer> Load(ModelLoadContext context)
    {
        var scopes = new TransformerScope[context.Reader.ReadInt32()];
        for (var i = 0; i < scopes.Length; i++)
            scopes[i] = (TransformerScope)context.Reader.ReadInt32();
        return new(scopes.Select((_, i) => context.LoadSubModel<ITransformer>(PartName(i))), scopes);
    }

    private static string PartName(int index) => $"Transform_{index:000}";
}
