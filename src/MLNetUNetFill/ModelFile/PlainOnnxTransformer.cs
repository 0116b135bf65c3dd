using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetUNetFill.ModelFile;

/// <summary>Saves ML.NET's own transformer over an exported graph: what a saved chain holds in the place of
/// <see cref="UNetGapFillTransformer"/>.</summary>
internal static class PlainOnnxTransformer
{
    /// <summary>Saves a model.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="model">The ONNX file.</param>
    /// <param name="inputName">Column of raw counts.</param>
    /// <param name="outputNames">The outputs that become columns.</param>
    /// <param name="geneNames">The genes of a cell: the slot names of these columns.</param>
    /// <exception cref="GapFillException">The temporary file through which ML.NET hands the graph to ONNX Runtime cannot be
    /// written.</exception>
    public static void Save(ModelSaveContext context, byte[] model, string inputName, string[] outputNames,
        IReadOnlyList<string> geneNames) => Save(context, model, inputName, geneNames.Count, outputNames, geneNames);

    /// <summary>Saves a transformer that takes genes from their places.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="columns">For each gene its place, -1 for one that is 0.</param>
    /// <param name="inputLength">Slots of the input.</param>
    /// <param name="inputName">Column of the input.</param>
    /// <param name="outputName">Column of the output.</param>
    /// <param name="geneNames">The genes.</param>
    /// <exception cref="GapFillException">The temporary file cannot be written.</exception>
    public static void SaveSelecting(ModelSaveContext context, int[] columns, int inputLength, string inputName, string outputName,
        IReadOnlyList<string> geneNames)
    {
        var graph = new OnnxGraphBuilder("select_genes");
        var input = graph.Input(inputName, inputLength, "Cells x genes");
        graph.Output(outputName, geneNames.Count, "Cells x the genes chosen");
        // Missing genes are taken from a column of zeros behind the others.
        var padded = graph.Node("Pad", "padded", [input, graph.Initializer("pads", (long[])[0, 0, 0, 1], 4)]);
        var places = graph.Initializer("places", Array.ConvertAll(columns, column => (long)(column < 0 ? inputLength : column)),
            columns.Length);
        graph.Produce(outputName, "Gather", [padded, places], OnnxAttribute.Int("axis", 1));
        Save(context, ModelSeal.Write(GapFillOnnxExporter.Model(graph.Build())), inputName, inputLength, [outputName], geneNames);
    }

    private static void Save(ModelSaveContext context, byte[] model, string inputName, int inputLength, string[] outputNames,
        IReadOnlyList<string> geneNames)
    {
        // ML.NET leaves its copy of the graph behind, readable for everyone: it gets a folder that no one else may read and that goes.
        var folder = Written(() => Directory.CreateTempSubdirectory("unetfill-"));
        try
        {
            var mlContext = new MLContext { TempFilePath = folder.FullName };
            using var transformer = Written(() => Create(mlContext, model, inputName, inputLength, outputNames, geneNames));
            ((ICanSaveModel)transformer).Save(context);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static T Written<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"The model cannot be saved: ML.NET writes its graph to a temporary file in "
                + $"'{Path.GetTempPath()}', which failed ({e.Message.TrimEnd('.')}); expected a folder that can be written, see the "
                + "environment variable TMPDIR.", e);
        }
    }

    /// <summary>Creates the transformer.</summary>
    /// <param name="mlContext">Writes the graph to its <c>TempFilePath</c>, and leaves it there.</param>
    /// <param name="model">The ONNX file.</param>
    /// <param name="inputName">Column of the input.</param>
    /// <param name="inputLength">Slots of the input.</param>
    /// <param name="outputNames">The outputs that become columns.</param>
    /// <param name="geneNames">One name a slot of those that have one for each gene.</param>
    internal static OnnxTransformer Create(MLContext mlContext, byte[] model, string inputName, int inputLength, string[] outputNames,
        IReadOnlyList<string> geneNames)
    {
        var none = mlContext.Data.LoadFromEnumerable(Array.Empty<GeneRow>(), GeneRow.Define(inputName, inputLength));
        using var bytes = new MemoryStream(SlotNamesWriter.Add(model, outputNames, geneNames), writable: false);
        return mlContext.Transforms.ApplyOnnxModel(outputNames, [inputName], bytes).Fit(none);
    }
}

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
    /// <param name="geneNames">One name a slot of those that have one for each gene.</param>
    public static byte[] Add(byte[] model, IEnumerable<string> outputs, IReadOnlyList<string> geneNames)
    {
        var proto = ModelProto.Parser.ParseFrom(model);
        foreach (var tensor in proto.Graph.Initializer.Where(tensor =>
            tensor.DataType == (int)DataType.Float16)) Widen(tensor);
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = MachineLearning, Version = MachineLearningVersion });
        foreach (var output in outputs)
        {
            var names = GapFillOutputs.SlotNames(output, geneNames);
            var keys = new AttributeProto { Name = "keys_strings", Type = AttributeProto.Types.AttributeType.Strings,
                Strings = { names.Select(ByteString.CopyFromUtf8) } };
            var values = OnnxAttribute.Ints("values_int64s", [.. Enumerable.Range(0, names.Count).Select(slot => (long)slot)]);
            var input = $"mlnet.{output}.unusedInput";
            proto.Graph.Initializer.Add(new TensorProto { Name = input, DataType = (int)DataType.String, Dims = { 1 },
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
        TensorPrimitives.ConvertToSingle(halves, floats);
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(floats));
        tensor.DataType = (int)DataType.Float;
    }
}
