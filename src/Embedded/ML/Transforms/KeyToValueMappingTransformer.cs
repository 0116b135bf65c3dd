using System.Numerics;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderName = "KeyToValueMapping";

    private static readonly MethodInfo TypedGetter =
        typeof(KeyToValueMappingTransformer).GetMethod(nameof(MakeTypedGetter), BindingFlags.Static | BindingFlags.NonPublic);

    internal KeyToValueMappingTransformer(params InputOutputColumnPair[] columns)
        : base(columns)
    {
    }

    internal static KeyToValueMappingTransformer Load(ModelLoadContext context) => new(LoadColumns(context));

    private protected override void SaveModel(ModelSaveContext context) => context.Save(LoaderName, SaveColumns);

    private protected override DataViewSchema.DetachedColumn MakeColumn(int pair, DataViewSchema.Column input)
    {
        if (input.Type is not KeyDataViewType key)
            throw SchemaErrors.Mismatch("inputSchema", "input", input.Name, "KeyType", input.Type.ToString());
        if (input.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type is not VectorDataViewType values)
            throw new InvalidOperationException($"The column '{input.Name}' has no annotation KeyValues.");
        if ((ulong)values.Size != key.Count)
            throw new InvalidOperationException($"The column '{input.Name}' has {key.Count} keys but {values.Size} KeyValues.");
        return new(ColumnPairs[pair].OutputColumnName, values.ItemType);
    }

    private protected override Delegate MakeGetter(int pair, DataViewRow row, DataViewSchema.Column input)
    {
        var values = (VectorDataViewType)input.Annotations.Schema[AnnotationKinds.KeyValues].Type;
        return TypedGetter.MakeGenericMethod(input.Type.RawType, values.ItemType.RawType)
            .CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Delegate>>()(row, input);
    }

    private static Delegate MakeTypedGetter<TKey, TValue>(DataViewRow row, DataViewSchema.Column input)
        where TKey : IUnsignedNumber<TKey>, IBinaryInteger<TKey>
    {
        VBuffer<TValue> keyValues = default;
        input.GetKeyValues(ref keyValues);
        TValue[] values = [.. keyValues.DenseValues()];
        var getter = row.GetGetter<TKey>(input);
        var key = TKey.Zero;
        return (ValueGetter<TValue>)((ref TValue value) =>
        {
            getter(ref key);
            var number = ulong.CreateChecked(key);
            value = number > 0 && number <= (ulong)values.Length ? values[number - 1] : Missing<TValue>();
        });
    }

    /// <summary>What a missing key stands for: NaN, empty text, or the type's default.</summary>
    private static TValue Missing<TValue>()
    {
        if (typeof(TValue) == typeof(float))
            return (TValue)(object)float.NaN;
        return typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN : default;
    }
}
