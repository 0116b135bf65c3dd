using Microsoft.ML.Data;

namespace Microsoft.Data.Analysis;

/// <summary>The types that a column can hold: the column for each, and what ML.NET sees of it.</summary>
internal static class PrimitiveColumnTypes
{
    public static DataFrameColumn Create(Type type, string name) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new BooleanDataFrameColumn(name),
        TypeCode.Byte => new ByteDataFrameColumn(name),
        TypeCode.Char => new CharDataFrameColumn(name),
        TypeCode.DateTime => new DateTimeDataFrameColumn(name),
        TypeCode.Decimal => new DecimalDataFrameColumn(name),
        TypeCode.Double => new DoubleDataFrameColumn(name),
        TypeCode.Int16 => new Int16DataFrameColumn(name),
        TypeCode.Int32 => new Int32DataFrameColumn(name),
        TypeCode.Int64 => new Int64DataFrameColumn(name),
        TypeCode.SByte => new SByteDataFrameColumn(name),
        TypeCode.Single => new SingleDataFrameColumn(name),
        TypeCode.String => new StringDataFrameColumn(name),
        TypeCode.UInt16 => new UInt16DataFrameColumn(name),
        TypeCode.UInt32 => new UInt32DataFrameColumn(name),
        TypeCode.UInt64 => new UInt64DataFrameColumn(name),
        _ => throw new NotSupportedException($"{type} is not a supported column type."),
    };

    /// <summary>ML.NET knows neither characters nor decimal numbers.</summary>
    public static DataViewType DataViewTypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => BooleanDataViewType.Instance,
        TypeCode.Byte => NumberDataViewType.Byte,
        TypeCode.Char => NumberDataViewType.UInt16,
        TypeCode.DateTime => DateTimeDataViewType.Instance,
        TypeCode.Decimal => NumberDataViewType.Double,
        TypeCode.Double => NumberDataViewType.Double,
        TypeCode.Int16 => NumberDataViewType.Int16,
        TypeCode.Int32 => NumberDataViewType.Int32,
        TypeCode.Int64 => NumberDataViewType.Int64,
        TypeCode.SByte => NumberDataViewType.SByte,
        TypeCode.Single => NumberDataViewType.Single,
        TypeCode.UInt16 => NumberDataViewType.UInt16,
        TypeCode.UInt32 => NumberDataViewType.UInt32,
        TypeCode.UInt64 => NumberDataViewType.UInt64,
        _ => throw new NotSupportedException($"Type is {type.Name}"),
    };
}
