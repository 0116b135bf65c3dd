using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxTransformer : RowToRowTransformerBase, IDisposable
{
    internal const string LoaderName = "OnnxTransform";

    private readonly OnnxModel _model;
    private readonly IDictionary<string, int[]> _shapes;

    /// <param name="model">The model, which this transformer owns from now on.</param>
    /// <param name="inputs">The names of the model's inputs to feed; none for all of them.</param>
    /// <param name="outputs">The names of the model's outputs to add as columns; none for all of them.</param>
    /// <param name="shapes">Shapes that stand in for those in the model, or null.</param>
    internal OnnxTransformer(OnnxModel model, string[] inputs, string[] outputs, IDictionary<string, int[]> shapes)
    {
        _model = model;
        _shapes = shapes;
        try
        {
            Inputs = inputs.Length == 0 ? model.Inputs : Array.ConvertAll(inputs, model.Input);
            Outputs = outputs.Length == 0 ? model.Outputs : Array.ConvertAll(outputs, model.Output);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    internal IReadOnlyList<OnnxVariable> Inputs { get; }

    internal IReadOnlyList<OnnxVariable> Outputs { get; }

    public void Dispose() => _model.Dispose();

    internal static ICanSaveModel Load(ModelLoadContext context)
    {
        var reader = context.Reader;
        var inputs = ReadNames(reader);
        var outputs = ReadNames(reader);
        var shapes = ReadNames(reader).ToDictionary(name => name, _ => ReadShape(reader));
        var bytes = reader.ReadBytes(reader.ReadInt32());
        var model = OnnxModel.FromBytes(bytes, shapes, context.Environment.GpuDeviceId, context.Environment.FallbackToCpu);
        return new OnnxTransformer(model, inputs, outputs, shapes);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema inputSchema) => new OnnxRowMapper(_model, Inputs, Outputs, inputSchema);

    private protected override void SaveModel(ModelSaveContext context)
    {
        var bytes = _model.ReadBytes();
        context.Save(LoaderName, writer =>
        {
            WriteNames(writer, Inputs.Select(input => input.Name));
            WriteNames(writer, Outputs.Select(output => output.Name));
            WriteNames(writer, _shapes?.Keys ?? Enumerable.Empty<string>());
            foreach (var shape in _shapes?.Values ?? Enumerable.Empty<int[]>())
                WriteShape(writer, shape);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        });
    }

    private static void WriteNames(BinaryWriter writer, IEnumerable<string> names)
    {
        var all = names.ToArray();
        writer.Write(all.Length);
        foreach (var name in all)
            writer.Write(name);
    }

    private static string[] ReadNames(BinaryReader reader)
    {
        var names = new string[reader.ReadInt32()];
        for (var i = 0; i < names.Length; i++)
            names[i] = reader.ReadString();
        return names;
    }

    private static void WriteShape(BinaryWriter writer, int[] shape)
    {
        writer.Write(shape.Length);
        foreach (var length in shape)
            writer.Write(length);
    }

    private static int[] ReadShape(BinaryReader reader)
    {
        var shape = new int[reader.ReadInt32()];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = reader.ReadInt32();
        return shape;
    }
}
