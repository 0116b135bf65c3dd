using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal const string LoaderName = "ColumnCopying";

    internal ColumnCopyingTransformer(params InputOutputColumnPair[] columns)
        : base(columns)
    {
    }

    internal static ColumnCopyingTransformer Load(ModelLoadContext context) => new(LoadColumns(context));

    private protected override void SaveModel(ModelSaveContext context) => context.Save(LoaderName, SaveColumns);

    private protected override DataViewSchema.DetachedColumn MakeColumn(int pair, DataViewSchema.Column input) =>
        new(ColumnPairs[pair].OutputColumnName, input.Type, input.Annotations);

    private protected override Delegate MakeGetter(int pair, DataViewRow row, DataViewSchema.Column input) => RowGetters.Get(row, input);
}
