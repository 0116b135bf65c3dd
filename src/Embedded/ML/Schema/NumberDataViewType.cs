namespace Microsoft.ML.Data;

public sealed class NumberDataViewType : PrimitiveDataViewType
{
    private NumberDataViewType(Type rawType)
        : base(rawType)
    {
    }

    public static NumberDataViewType SByte { get; } = new(typeof(sbyte));

    public static NumberDataViewType Byte { get; } = new(typeof(byte));

    public static NumberDataViewType Int16 { get; } = new(typeof(short));

    public static NumberDataViewType UInt16 { get; } = new(typeof(ushort));

    public static NumberDataViewType Int32 { get; } = new(typeof(int));

    public static NumberDataViewType UInt32 { get; } = new(typeof(uint));

    public static NumberDataViewType Int64 { get; } = new(typeof(long));

    public static NumberDataViewType UInt64 { get; } = new(typeof(ulong));

    public static NumberDataViewType Single { get; } = new(typeof(float));

    public static NumberDataViewType Double { get; } = new(typeof(double));

    // Below the instances, because static initialisers run in textual order.
    private static readonly NumberDataViewType[] All =
    [
        SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64, Single, Double,
    ];

    public override bool Equals(DataViewType other) => other == this;

    public override string ToString() => RawType.Name;

    internal static NumberDataViewType FromRawNumber(Type type) => Array.Find(All, number => number.RawType == type);
}
