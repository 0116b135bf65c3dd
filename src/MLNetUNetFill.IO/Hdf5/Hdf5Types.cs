using System.Reflection;
using PureHDF.Selections;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>What the elements of a file are in .NET.</summary>
internal static class Hdf5Types
{
    /// <summary>Whether PureHDF reads a type as text.</summary>
    public static bool IsText(IH5DataType type) => type.Class == H5DataTypeClass.String
        || type.Class == H5DataTypeClass.VariableLength && type.Size >= 16
        && type.VariableLength.BaseType.Class is H5DataTypeClass.String or H5DataTypeClass.FixedPoint;

    /// <summary>Whether a type is FALSE and TRUE as h5py writes them.</summary>
    public static bool IsFlag(IH5DataType type)
    {
        if (type.Class != H5DataTypeClass.Enumerated || type.Size != 1) return false;
        var members = type.Enumeration.GetMembers<byte>();
        return members.Count == 2 && members.TryGetValue("FALSE", out var no) && no == 0 && members.TryGetValue("TRUE", out var yes)
            && yes == 1;
    }

    /// <summary>The .NET type of a number or a flag, null for anything else.</summary>
    public static Type? Element(IH5DataType type) => (type.Class, type.Size) switch
    {
        (H5DataTypeClass.FloatingPoint, 2) => typeof(Half),
        (H5DataTypeClass.FloatingPoint, 4) => typeof(float),
        (H5DataTypeClass.FloatingPoint, 8) => typeof(double),
        (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? typeof(sbyte) : typeof(byte),
        (H5DataTypeClass.FixedPoint, 2) => type.FixedPoint.IsSigned ? typeof(short) : typeof(ushort),
        (H5DataTypeClass.FixedPoint, 4) => type.FixedPoint.IsSigned ? typeof(int) : typeof(uint),
        (H5DataTypeClass.FixedPoint, 8) => type.FixedPoint.IsSigned ? typeof(long) : typeof(ulong),
        _ => IsFlag(type) ? typeof(Flag) : null,
    };

    /// <summary>Calls a private method of an object for types that are known at run time only.</summary>
    public static object? Call(object at, string method, Type[] types, params object?[] arguments) =>
        at.GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(types)
            .Invoke(at, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}

/// <summary>Reads PureHDF's attribute or dataset as a type that is known at run time only.</summary>
internal sealed class Hdf5Reader(object source)
{
    private readonly MethodInfo _read = source is IH5Attribute
        ? typeof(IH5Attribute).GetMethod(nameof(IH5Attribute.Read), [typeof(ulong[])])!
        : typeof(IH5Dataset).GetMethod(nameof(IH5Dataset.Read), [typeof(Selection), typeof(Selection), typeof(ulong[])])!;

    public T Read<T>() => (T)Read(typeof(T));

    public object Read(Type type) => _read.MakeGenericMethod(type).Invoke(source, new object?[_read.GetParameters().Length])!;
}

/// <summary>Lengths of dimensions, of which the first counts rows.</summary>
internal static class Hdf5Dimensions
{
    /// <summary>Elements of a dataset.</summary>
    public static long Product(this IEnumerable<long> dimensions) =>
        dimensions.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>Elements of a row.</summary>
    public static long RowLength(this long[] dimensions) => dimensions.Skip(1).Product();

    /// <summary>Consecutive rows.</summary>
    public static HyperslabSelection Rows(this long[] dimensions, long row, long rows) => new(dimensions.Length,
        [(ulong)row, .. dimensions.Skip(1).Select(_ => 0UL)], [(ulong)rows, .. dimensions.Skip(1).Select(length => (ulong)length)]);
}
