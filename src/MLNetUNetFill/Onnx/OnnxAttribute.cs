using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Onnx;

/// <summary>Attributes of ONNX nodes.</summary>
internal static class OnnxAttribute
{
    /// <summary>An integer attribute.</summary>
    public static AttributeProto Int(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>The element type that a Cast gives.</summary>
    public static AttributeProto To(TensorProto.Types.DataType type) => Int("to", (long)type);

    /// <summary>A list of integers.</summary>
    public static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };
}
