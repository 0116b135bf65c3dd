using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace MLNetUNetFill.Onnx;

/// <summary>
/// Writes an ONNX graph node by node, in execution order. Inputs and outputs keep the names that they are given; every other name is
/// made unique, so that no tensor of the graph can clash with a column name that a user chose.
/// </summary>
internal sealed class OnnxGraphBuilder(string name)
{
    /// <summary>The symbolic name of the batch dimension.</summary>
    public const string Batch = "N";

    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>How <see cref="Rounded"/> stores its values.</summary>
    public ModelPrecision Precision { get; init; }

    /// <summary>Declares a float input of shape <c>[N, width]</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public string Input(string name, long width, string description)
    {
        _graph.Input.Add(Declare(name, width, description));
        return name;
    }

    /// <summary>Declares a float output of shape <c>[N, width]</c>; <see cref="Produce"/> computes it.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void Output(string name, long width, string description) => _graph.Output.Add(Declare(name, width, description));

    /// <summary>Stores a float tensor; without dimensions, a scalar.</summary>
    public string Initializer(string hint, ReadOnlySpan<float> values, params long[] dims) =>
        Initializer(hint, DataType.Float, MemoryMarshal.AsBytes(values), dims);

    /// <summary>Stores a double tensor; without dimensions, a scalar.</summary>
    public string Initializer(string hint, ReadOnlySpan<double> values, params long[] dims) =>
        Initializer(hint, DataType.Double, MemoryMarshal.AsBytes(values), dims);

    /// <summary>Stores an integer tensor.</summary>
    public string Initializer(string hint, ReadOnlySpan<long> values, params long[] dims) =>
        Initializer(hint, DataType.Int64, MemoryMarshal.AsBytes(values), dims);

    /// <summary>
    /// Stores a float tensor in the graph's precision, and makes floats of it by nodes that ONNX Runtime computes once, on loading. A
    /// tensor with a value that has no rounded one is stored as it is.
    /// </summary>
    /// <param name="hint">Name.</param>
    /// <param name="values">The values.</param>
    /// <param name="axis">Each slice along this axis has an 8-bit scale of its own.</param>
    /// <param name="dims">The shape.</param>
    public string Rounded(string hint, ReadOnlySpan<float> values, int axis, params long[] dims)
    {
        if (Precision == ModelPrecision.Half && RoundedTensor.ToHalf(values) is { } halves)
            return ToFloat($"{hint}_float", Initializer(hint, DataType.Float16, MemoryMarshal.AsBytes<Half>(halves), dims));
        if (Precision == ModelPrecision.Int8 && RoundedTensor.ToBytes(values, axis, dims) is (var bytes, var scales))
        {
            var whole = ToFloat($"{hint}_float", Initializer(hint, DataType.Int8, MemoryMarshal.AsBytes<sbyte>(bytes), dims));
            // Not DequantizeLinear: ONNX Runtime leaves that in the graph, to compute it for every batch.
            var shape = dims.Select((length, i) => i == axis ? length : 1).ToArray();
            return Node("Mul", $"{hint}_rounded", [whole, Initializer($"{hint}_scale", scales, shape)]);
        }
        return Initializer(hint, values, dims);
    }

    /// <summary>Stores counts, none negative, in the smallest type that holds them exactly: unsigned bytes, 16 bits, 32-bit integers, or
    /// floats.</summary>
    public string Counts(string hint, ReadOnlySpan<float> counts, params long[] dims)
    {
        float most = 0;
        var whole = true;
        foreach (var count in counts) (most, whole) = (Math.Max(most, count), whole && count == MathF.Truncate(count));
        // Between 2^24 and 2^31 every float is whole; a larger one does not fit into 32 bits.
        if (!whole || most >= int.MaxValue) return Initializer(hint, counts, dims);
        return most switch
        {
            <= byte.MaxValue => Initializer(hint, DataType.Uint8, Bytes<byte>(counts), dims),
            <= ushort.MaxValue => Initializer(hint, DataType.Uint16, Bytes<ushort>(counts), dims),
            _ => Initializer(hint, DataType.Int32, Bytes<int>(counts), dims),
        };
    }

    /// <summary>Stores a scalar under exactly this name, so that it can be found and changed in the finished file.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public string Setting<T>(string name, DataType type, T value) where T : unmanaged
    {
        var stored = Initializer(name, type, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), []);
        return stored == name ? stored
            : throw new ArgumentException($"'{name}' is reserved for a setting of the graph; expected another column name.", nameof(name));
    }

    /// <summary>Adds a node with one output, whose (unique) name is returned.</summary>
    public string Node(string opType, string hint, string[] inputs, params AttributeProto[] attributes)
    {
        var output = Unique(hint);
        Add(opType, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node with several outputs, whose (unique) names are returned.</summary>
    public string[] Node(string opType, string[] hints, string[] inputs, params AttributeProto[] attributes)
    {
        var outputs = Array.ConvertAll(hints, Unique);
        Add(opType, inputs, outputs, attributes);
        return outputs;
    }

    /// <summary>Adds the node that makes single-precision floats of numbers or truth values.</summary>
    public string ToFloat(string hint, string values) => Cast(hint, values, DataType.Float);

    /// <summary>Adds the node that makes double-precision floats of numbers.</summary>
    public string ToDouble(string hint, string values) => Cast(hint, values, DataType.Double);

    /// <summary>Adds the node that makes 64-bit integers of numbers.</summary>
    public string ToInt64(string hint, string values) => Cast(hint, values, DataType.Int64);

    /// <summary>Adds the node that gives a tensor another shape, and stores that; 0 keeps a length, and -1 is what remains.</summary>
    public string Reshaped(string hint, string values, string shapeHint, params long[] shape) =>
        Node("Reshape", hint, [values, Initializer(shapeHint, shape, shape.Length)]);

    /// <summary>Adds the node that transposes a matrix.</summary>
    public string Transposed(string hint, string matrix) => Node("Transpose", hint, [matrix], OnnxAttribute.Ints("perm", 1, 0));

    /// <summary>Adds the node that computes a declared output.</summary>
    public string Produce(string output, string opType, string[] inputs, params AttributeProto[] attributes)
    {
        Add(opType, inputs, [output], attributes);
        return output;
    }

    /// <summary>The finished graph.</summary>
    public GraphProto Build() => _graph;

    private string Cast(string hint, string values, DataType type) => Node("Cast", hint, [values], OnnxAttribute.To(type));

    private void Add(string opType, string[] inputs, string[] outputs, AttributeProto[] attributes) =>
        _graph.Node.Add(new NodeProto { OpType = opType, Name = outputs[0], Input = { inputs }, Output = { outputs },
        Attribute = { attributes } });

    // ONNX stores raw data in little-endian order, which is that of every platform .NET and ONNX Runtime share.
    private string Initializer(string hint, DataType type, ReadOnlySpan<byte> data, long[] dims)
    {
        var tensor = new TensorProto { Name = Unique(hint), DataType = (int)type, Dims = { dims }, RawData = ByteString.CopyFrom(data) };
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static byte[] Bytes<T>(ReadOnlySpan<float> counts) where T : unmanaged, INumberBase<T>
    {
        var narrow = new T[counts.Length];
        TensorPrimitives.ConvertChecked(counts, narrow.AsSpan());
        return MemoryMarshal.AsBytes<T>(narrow).ToArray();
    }

    private ValueInfoProto Declare(string name, long width, string description)
    {
        if (string.IsNullOrWhiteSpace(name) || !_names.Add(name))
            throw new ArgumentException($"'{name}' cannot name an input or output of the graph; expected a name that no other has.",
                nameof(name));
        var shape = new TensorShapeProto
        {
            Dim = { new TensorShapeProto.Types.Dimension { DimParam = Batch }, new TensorShapeProto.Types.Dimension { DimValue = width } },
        };
        return new ValueInfoProto
        {
            Name = name,
            DocString = description,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float,
            Shape = shape } },
        };
    }

    /// <summary>Takes a name that no tensor has: the one wanted, or that with the first number that is free.</summary>
    /// <param name="hint">The name wanted.</param>
    /// <param name="taken">The names of the graph, to which the new one is added.</param>
    public static string Unique(string hint, HashSet<string> taken)
    {
        var unique = hint;
        for (var i = 2; !taken.Add(unique); i++) unique = $"{hint}_{i}";
        return unique;
    }

    private string Unique(string hint) => Unique(hint, _names);
}

/// <summary>Attributes of ONNX nodes.</summary>
internal static class OnnxAttribute
{
    /// <summary>An integer attribute.</summary>
    public static AttributeProto Int(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>The element type that a Cast gives.</summary>
    public static AttributeProto To(DataType type) => Int("to", (long)type);

    /// <summary>A list of integers.</summary>
    public static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };
}
