using System.Text;
using Google.Protobuf;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Files that someone made on purpose, checksum and all: refused before ONNX Runtime sees them.</summary>
public class ModelContentCheckTests
{
    private const string Foreign = "holds parts that unetfill does not write, for example external data, a subgraph or a function; "
        + "expected a file written by unetfill.";
    private static readonly byte[] s_file = GapFillOnnxExporter.Export(ContextModels.Create());
    private static readonly byte[] s_path = Field(13, [.. Field(1, "location"), .. Field(2, "/etc/passwd")]);

    [Fact]
    public void The_exporters_files_pass() => GapFillModelFile.Read(s_file);

    [Fact]
    public void External_data_of_an_initializer_is_refused() =>
        Assert.EndsWith(Foreign, Refusal(graph => Extend(graph.Initializer, 3, [.. s_path, .. Number(14, 1)])));

    [Fact]
    public void A_tensor_as_an_attribute_is_refused() =>
        Assert.EndsWith(Foreign, Refusal(graph => Extend(graph.Node.First(node => node.Attribute.Count > 0).Attribute, 0,
        Field(5, s_path))));

    [Theory]
    [InlineData(6)]
    [InlineData(11)]
    public void A_subgraph_is_refused(int field) =>
        Assert.EndsWith(Foreign, Refusal(graph => Extend(graph.Node.First(node => node.Attribute.Count > 0).Attribute, 0,
        Field(field, Field(2, "then")))));

    [Theory]
    [InlineData(20)]
    [InlineData(25)]
    [InlineData(99)]
    public void A_training_graph_a_function_or_anything_unknown_is_refused(int field) =>
        Assert.EndsWith(Foreign, Refusal(ModelFiles.Resealed([.. Field(field, Field(1, "Relu")), .. s_file])));

    [Fact]
    public void A_sparse_initializer_is_refused()
    {
        var proto = ModelProto.Parser.ParseFrom(s_file);
        proto.Graph = GraphProto.Parser.ParseFrom([.. proto.Graph.ToByteArray(), .. Field(15, [])]);
        Assert.EndsWith(Foreign, Refusal(ModelSeal.Write(proto)));
    }

    [Fact]
    public void A_second_graph_that_a_reader_may_merge_or_prefer_is_refused() =>
        Assert.EndsWith(Foreign, Refusal(ModelFiles.Resealed([.. Field(7, Field(2, "first")), .. s_file])));

    [Fact]
    public void Operators_of_another_domain_are_refused()
    {
        Assert.Equal("The model 'some.onnx' has the operator 'Cast' of the domain 'com.example', which is not in the ONNX standard; "
                + "expected the domain 'ai.onnx' alone.",
            Refusal(graph => graph.Node.First(node => node.OpType == "Cast").Domain = "com.example"));
        var proto = ModelProto.Parser.ParseFrom(s_file);
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.example", Version = 1 });
        Assert.Equal("The model 'some.onnx' asks for operators outside the ONNX standard; expected the domain 'ai.onnx' alone.",
            Refusal(ModelSeal.Write(proto)));
    }

    [Theory]
    [InlineData(1L << 40, 1L << 40)]
    [InlineData(1L << 62, 4)]
    [InlineData(-1, 1)]
    [InlineData(1, 1)]
    public void Dimensions_that_the_file_does_not_fill_are_refused(long rows, long columns) =>
        Assert.Matches(@"^The model 'some\.onnx' is damaged: its tensor '\S+' of type \d+ and dimensions -?\d+ x \d+ holds \d+ bytes; "
                + @"expected a model written by 'unetfill train'\.$",
            Refusal(graph =>
            {
                var dims = graph.Initializer.First(tensor => tensor.Dims.Count == 2).Dims;
                (dims[0], dims[1]) = (rows, columns);
            }));

    [Fact]
    public void A_type_that_is_not_written_is_refused() =>
        Assert.Contains("of type 8 and dimensions", Refusal(graph => graph.Initializer[0].DataType = 8));

    private static string Refusal(Action<GraphProto> change)
    {
        var proto = ModelProto.Parser.ParseFrom(s_file);
        change(proto.Graph);
        return Refusal(ModelSeal.Write(proto));
    }

    private static string Refusal(byte[] file) => Assert.Throws<GapFillException>(() => GapFillModelFile.Read(file, "some.onnx")).Message;

    /// <summary>Adds fields to a message that onnx.proto does not list.</summary>
    private static void Extend<T>(IList<T> messages, int index, byte[] fields) where T : class, IMessage<T>, new() =>
        messages[index] = new MessageParser<T>(() => new T()).ParseFrom([.. messages[index].ToByteArray(), .. fields]);

    private static byte[] Field(int number, string text) => Field(number, Encoding.ASCII.GetBytes(text));

    private static byte[] Field(int number, byte[] content) => [.. Varint(number << 3 | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int number, int value) => [.. Varint(number << 3), .. Varint(value)];

    private static byte[] Varint(int value) => value < 128 ? [(byte)value] : [(byte)(value & 127 | 128), .. Varint(value >> 7)];
}
