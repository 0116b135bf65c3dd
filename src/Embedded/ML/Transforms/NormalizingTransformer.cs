using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderName = "Normalizing";

    private readonly DataViewType _type;
    private readonly AffineNormalizer _normalizer;

    internal NormalizingTransformer(InputOutputColumnPair columns, DataViewType type, AffineNormalizer normalizer)
        : base(columns)
    {
        _type = type;
        _normalizer = normalizer;
    }

    internal static NormalizingTransformer Load(ModelLoadContext context)
    {
        var columns = LoadColumns(context);
        var type = ValueCodec.ReadType(context.Reader);
        return new(columns[0], type, AffineNormalizer.Load(context.Reader, ItemTypeOf(type).RawType));
    }

    internal static DataViewType ItemTypeOf(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    internal static void CheckInput(DataViewSchema.Column column)
    {
        const string expected = "scalar or known-size vector of Single";
        if (column.Type is VectorDataViewType { IsKnownSize: false })
            throw SchemaErrors.Mismatch("inputSchema", "input", column.Name, expected, "variable-size vector");
        var itemType = ItemTypeOf(column.Type);
        if (itemType != NumberDataViewType.Single && itemType != NumberDataViewType.Double)
            throw SchemaErrors.Mismatch("inputSchema", "input", column.Name, expected, column.Type.ToString());
    }

    /// <summary>The getter of a column as a vector; a scalar is a vector of one item.</summary>
    internal static ValueGetter<VBuffer<T>> VectorGetter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            return row.GetGetter<VBuffer<T>>(column);
        var scalar = row.GetGetter<T>(column);
        return (ref VBuffer<T> destination) =>
        {
            var editor = VBufferEditor.Create(ref destination, 1);
            scalar(ref editor.Values[0]);
            destination = editor.Commit();
        };
    }

    private protected override void SaveModel(ModelSaveContext context) => context.Save(LoaderName, writer =>
    {
        SaveColumns(writer);
        ValueCodec.WriteType(writer, _type);
        _normalizer.Save(writer);
    });

    private protected override DataViewSchema.DetachedColumn MakeColumn(int pair, DataViewSchema.Column input)
    {
        CheckInput(input);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        annotations.Add(input.Annotations, kind => kind == AnnotationKinds.SlotNames);
        return new(ColumnPairs[pair].OutputColumnName, _type, annotations.ToAnnotations());
    }

    private protected override Delegate MakeGetter(int pair, DataViewRow row, DataViewSchema.Column input) =>
        _normalizer.MakeGetter(row, input);
}
