namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderName = "ColumnConcatenating";

    private readonly string _name;
    private readonly string[] _sources;

    internal ColumnConcatenatingTransformer(string name, string[] sources)
    {
        _name = name;
        _sources = sources;
    }

    internal static ColumnConcatenatingTransformer Load(ModelLoadContext context)
    {
        var name = context.Reader.ReadString();
        var sources = new string[context.Reader.ReadInt32()];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = context.Reader.ReadString();
        return new(name, sources);
    }

    private protected override void SaveModel(ModelSaveContext context) => context.Save(LoaderName, writer =>
    {
        writer.Write(_name);
        writer.Write(_sources.Length);
        foreach (var source in _sources)
            writer.Write(source);
    });

    private protected override RowMapper MakeRowMapper(DataViewSchema inputSchema) => new ConcatenationMapper(inputSchema, _name, _sources);
}
