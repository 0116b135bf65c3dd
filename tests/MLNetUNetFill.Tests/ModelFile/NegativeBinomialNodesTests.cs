using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Tests.ModelFile;

public class NegativeBinomialNodesTests
{
    [Fact]
    public void The_expected_logarithm_is_that_of_the_exact_sum()
    {
        var cases = (from library in (float[])[20, 700, 3e3f, 1e5f, 2e6f]
                     from share in (float[])[1e-9f, 1e-6f, 1e-4f, 3e-3f, 0.1f, 0.9f]
                     from shape in (float[])[1e-3f, 0.3f, 4, 90, 5e3f, 1.6e5f]
                     let odds = library * share / shape
                     where odds < 1e6f
                     select (library, shape, odds)).ToArray();

        var values = Run(cases, isNeeded: true);

        foreach (var ((library, shape, odds), value) in cases.Zip(values))
        {
            var expected = ReferenceFill.ExpectedLog(shape, odds, library);
            Assert.True(Math.Abs(expected - value) < 1e-3, $"L {library}, r {shape}, q {odds}: {value} instead of {expected}");
        }
    }

    [Fact]
    public void What_is_not_needed_is_zero()
    {
        Assert.Equal([0, 0], Run([(1000, 1, 1), (1000, 2, 3)], isNeeded: false));
    }

    private static float[] Run((float Library, float Shape, float Odds)[] cases, bool isNeeded)
    {
        var graph = new OnnxGraphBuilder("test");
        foreach (var name in (string[])["library", "shape", "odds"]) graph.Input(name, 1, "");
        graph.Output("value", 1, "");
        var needed = graph.Node("Equal", "needed", [graph.Initializer("a", [1L]), graph.Initializer("b", [isNeeded ? 1L : 0L])]);
        graph.Produce("value", "Identity", [new NegativeBinomialNodes(graph).ExpectedLog("log", "shape", "odds", "library", needed)]);
        var model = new ModelProto { IrVersion = 8, Graph = graph.Build(), OpsetImport = { new OperatorSetIdProto { Version =
            GapFillOnnxExporter.OpsetVersion } } };
        using var session = new InferenceSession(model.ToByteArray());
        using var library = Column(cases.Select(at => at.Library));
        using var shape = Column(cases.Select(at => at.Shape));
        using var odds = Column(cases.Select(at => at.Odds));
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["library", "shape", "odds"], [library, shape, odds], ["value"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();

        static OrtValue Column(IEnumerable<float> values) => OrtValue.CreateTensorValueFromMemory(values.ToArray(), [values.Count(), 1]);
    }
}
