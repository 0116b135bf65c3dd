using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderName = "ColumnSelecting";

    private readonly string[] _columns;
    private readonly bool _keep;

    /// <param name="columns">The names of the columns.</param>
    /// <param name="keep">Whether to keep these columns, in this order and without hidden ones, or to drop them.</param>
    internal ColumnSelectingTransformer(string[] columns, bool keep)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length == 0)
            throw new InvalidOperationException("No columns are named. At least one must be specified.");
        _columns = columns;
        _keep = keep;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => MakeMapper(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, MakeMapper(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => MakeMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ctx.Save(LoaderName, writer =>
    {
        writer.Write(_keep);
        writer.Write(_columns.Length);
        foreach (var column in _columns)
            writer.Write(column);
    });

    internal static ColumnSelectingTransformer Load(ModelLoadContext context)
    {
        var keep = context.Reader.ReadBoolean();
        var columns = new string[context.Reader.ReadInt32()];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = context.Reader.ReadString();
        return new(columns, keep);
    }

    internal IEnumerable<SchemaShape.Column> Select(SchemaShape inputSchema)
    {
        CheckPresent(inputSchema.Select(column => column.Name));
        return inputSchema.Where(column => _keep == _columns.Contains(column.Name));
    }

    private RowToRowMapper MakeMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckPresent(inputSchema.Select(column => column.Name));
        var kept = _keep
            ? _columns.Select(name => inputSchema[name].Index)
            : inputSchema.Where(column => !_columns.Contains(column.Name)).Select(column => column.Index);
        return RowToRowMapper.Select(inputSchema, [.. kept]);
    }

    private void CheckPresent(IEnumerable<string> names)
    {
        var missing = _columns.Except(names).ToArray();
        if (missing.Length > 0)
            throw SchemaErrors.Missing("inputSchema", "input", string.Join(",", missing));
    }
}
