using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input or output of an ONNX graph as ML.NET sees it: a batch dimension of unknown size is one row, other unknown dimensions are 0.</summary>
internal sealed record OnnxVariable(string Name, int[] Dimensions, VectorDataViewType Type)
{
    internal PrimitiveDataViewType ItemType => Type.ItemType;

    internal static OnnxVariable Create(string name, NodeMetadata metadata, IDictionary<string, int[]> shapes)
    {
        if (!metadata.IsTensor || metadata.Dimensions.Length == 0)
            throw new NotSupportedException($"The ONNX variable '{name}' is not a tensor with dimensions, the only kind supported.");
        var dimensions = metadata.Dimensions;
        if (shapes is not null && shapes.TryGetValue(name, out var shape))
        {
            if (!IsCompatible(shape, dimensions))
                throw new ArgumentOutOfRangeException(nameof(shapes),
                    $"The shape {string.Join(",", shape)} given for '{name}' is not compatible with the shape {string.Join(",", dimensions)} of the ONNX model.");
            dimensions = shape;
        }

        if (dimensions.Skip(1).Count(size => size <= 0) > 1)
            throw new ArgumentOutOfRangeException(name, "Only 1 unknown dimension is allowed");
        var adjusted = dimensions.Select((size, axis) => size > 0 ? size : axis == 0 ? 1 : 0).ToArray();
        return new OnnxVariable(name, adjusted, ColumnType(ItemTypeOf(name, metadata.ElementType), adjusted));
    }

    /// <summary>The shape of a tensor with so many values: the unknown dimension, of which there is at most one, takes what the others leave.</summary>
    internal int[] DimensionsOf(int length)
    {
        var known = Dimensions.Where(size => size > 0).Aggregate(1, (x, y) => x * y);
        return Array.ConvertAll(Dimensions, size => size > 0 ? size : length / known);
    }

    private static VectorDataViewType ColumnType(PrimitiveDataViewType itemType, int[] dimensions) =>
        dimensions.Contains(0) ? new VectorDataViewType(itemType, 0) : new VectorDataViewType(itemType, dimensions);

    private static bool IsCompatible(int[] given, int[] declared) =>
        given.Length == declared.Length && given.Zip(declared).All(pair => pair.First == pair.Second || pair.First <= 0 || pair.Second <= 0);

    private static PrimitiveDataViewType ItemTypeOf(string name, Type elementType) => System.Type.GetTypeCode(elementType) switch
    {
        TypeCode.Single => NumberDataViewType.Single,
        TypeCode.Double => NumberDataViewType.Double,
        TypeCode.Int32 => NumberDataViewType.Int32,
        TypeCode.Int64 => NumberDataViewType.Int64,
        TypeCode.Boolean => BooleanDataViewType.Instance,
        _ => throw new NotSupportedException($"The ONNX variable '{name}' has elements of type {elementType}, which is not supported."),
    };
}
