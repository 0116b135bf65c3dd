using System.Runtime.InteropServices;
using Google.Protobuf;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.ModelFile;

/// <summary>
/// Puts gene names where ML.NET's own OnnxTransformer looks for them: into a node <c>mlnet.(column).SlotNames</c> that nothing reads, as
/// ML.NET's ONNX export does; and makes floats of 16-bit floats, which ML.NET's transformer does not know. The node is a LabelEncoder of
/// <c>ai.onnx.ml</c>, which not every runtime knows: it belongs into the copy of a graph that a saved
/// ML.NET model holds, not into a model file.
/// </summary>
internal static class SlotNamesWriter
{
    private const string MachineLearning = "ai.onnx.ml";
    private const int MachineLearningVersion = 3;

    /// <summary>A copy of a model that names the slots of some outputs.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="names">One name a slot.</param>
    public static byte[] Add(byte[] model, IEnumerable<string> outputs, IEnumerable<string> names)
    {
        var proto = ModelProto.Parser.ParseFrom(model);
        foreach (var tensor in proto.Graph.Initializer.Where(tensor =>
            tensor.DataType == (int)TensorProto.Types.DataType.Float16)) Widen(tensor);
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = MachineLearning, Version = MachineLearningVersion });
        var keys = new AttributeProto { Name = "keys_strings", Type = AttributeProto.Types.AttributeType.Strings,
            Strings = { names.Select(ByteString.CopyFromUtf8) } };
        var values = OnnxAttribute.Ints("values_int64s", [.. Enumerable.Range(0, keys.Strings.Count).Select(slot => (long)slot)]);
        foreach (var output in outputs)
        {
            var input = $"mlnet.{output}.unusedInput";
            proto.Graph.Initializer.Add(new TensorProto { Name = input, DataType = (int)TensorProto.Types.DataType.String, Dims = { 1 },
                StringData = { ByteString.CopyFromUtf8("one") } });
            proto.Graph.Node.Add(new NodeProto
            {
                Name = $"mlnet.{output}.SlotNames",
                OpType = "LabelEncoder",
                Domain = MachineLearning,
                Input = { input },
                Output = { $"mlnet.{output}.unusedOutput" },
                Attribute = { keys, values },
            });
        }
        return ModelSeal.Write(proto);
    }

    private static void Widen(TensorProto tensor)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        var floats = new float[halves.Length];
        for (var i = 0; i < floats.Length; i++) floats[i] = (float)halves[i];
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(floats));
        tensor.DataType = (int)TensorProto.Types.DataType.Float;
    }
}
