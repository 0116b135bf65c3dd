using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderName = "ValueToKeyMapping";

    private readonly KeyMap _keys;

    internal ValueToKeyMappingTransformer(InputOutputColumnPair columns, KeyMap keys)
        : base(columns) => _keys = keys;

    internal static ValueToKeyMappingTransformer Load(ModelLoadContext context)
    {
        var columns = LoadColumns(context);
        return new(columns[0], KeyMap.Load(context.Reader));
    }

    internal static void CheckInput(DataViewSchema.Column column)
    {
        if (column.Type is not (NumberDataViewType or TextDataViewType or BooleanDataViewType))
            throw SchemaErrors.Mismatch("inputSchema", "input", column.Name, "standard type", column.Type.ToString());
    }

    private protected override void SaveModel(ModelSaveContext context) => context.Save(LoaderName, writer =>
    {
        SaveColumns(writer);
        _keys.Save(writer);
    });

    private protected override DataViewSchema.DetachedColumn MakeColumn(int pair, DataViewSchema.Column input)
    {
        CheckInput(input);
        if (!input.Type.Equals(_keys.ValueType))
            throw SchemaErrors.Mismatch("inputSchema", "input", input.Name, _keys.ValueType.ToString(), input.Type.ToString());
        return new(ColumnPairs[pair].OutputColumnName, _keys.KeyType, _keys.MakeAnnotations());
    }

    private protected override Delegate MakeGetter(int pair, DataViewRow row, DataViewSchema.Column input) => _keys.MakeGetter(row, input);
}
