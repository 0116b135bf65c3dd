using FsCheck.Fluent;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Onnx.Ir;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Scoring;

public class GraphPruningTests
{
    private static readonly GapFillModelFile s_context = GapFillModelFile.Read(GapFillOnnxExporter.Export(ContextModels.Create()));
    private static readonly GapFillModelFile s_published = GapFillModelFile.Read(GapFillOnnxExporter.Export(RandomModels.Create()));

    [Fact]
    public void Any_outputs_keep_their_values_when_the_others_and_other_policies_are_cut_off()
    {
        var counts = RandomModels.Counts(4, 3, 70);
        FillPolicy[] policies = [FillPolicy.IfExpressed, FillPolicy.Expected, FillPolicy.Threshold(0.5f), FillPolicy.DenoiseAll,
            FillPolicy.ExpectedLog(0.1f)];
        foreach (var model in policies.Select(s_context.WithPolicy).Append(s_published))
        {
            var all = Score(model, model.OutputNames);
            ForAll.Of(Gen.SubListOf<string>(model.OutputNames).Where(outputs => outputs.Count > 0)
                .Select(outputs => Enumerable.Reverse(outputs).ToArray()), outputs =>
            {
                var found = Score(model, outputs);
                return outputs.All(output => found[output].Zip(all[output]).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5));
            });
        }

        Dictionary<string, float[]> Score(GapFillModelFile model, IReadOnlyList<string> outputs)
        {
            using var session = new GapFillSession(model, ComputeDevice.Cpu, 1, outputs);
            var values = outputs.ToDictionary(output => output, output => new float[3 * session.Width(output)]);
            session.Score(counts, 3, [.. values.Select(output => new OutputBuffer(output.Key, output.Value))]);
            return values;
        }
    }

    [Theory]
    [InlineData("Filled", new[] { "uncertainty", "FillUncertainty", "observed_share", "no_uncertainty", "is_probable", "expected_log_2" },
        new[] { "value", "filling_probability" })]
    [InlineData("Filled.Observed", new[] { "value", "detection", "channels" }, new string[0])]
    [InlineData("DetectionProbability", new[] { "value", "filled", "observed_share" }, new[] { "detection" })]
    public void What_only_other_outputs_need_is_cut_off(string output, string[] gone, string[] kept)
    {
        var (graph, before) = (Graph(GraphPruning.Prune(s_context, [output])), Graph(s_context.Bytes));

        Assert.Equal([output], graph.Output.Select(value => value.Name));
        var made = graph.Node.SelectMany(node => node.Output).ToHashSet();
        Assert.All(kept, name => Assert.Contains(name, made));
        Assert.All(gone, name => Assert.DoesNotContain(name, made));
        var read = graph.Node.SelectMany(node => node.Input).Append(output).ToHashSet();
        Assert.All(graph.Node, node => Assert.Contains(node.Output, read.Contains));
        Assert.All(graph.Initializer, tensor => Assert.Contains(tensor.Name, read));
        Assert.True(graph.Node.Count < before.Node.Count);
    }

    [Fact]
    public void The_model_itself_stays_as_it_is()
    {
        var bytes = s_context.Bytes.ToArray();
        var pruned = GraphPruning.Prune(s_context, ["Filled"]);

        Assert.NotSame(s_context.Bytes, pruned);
        Assert.Equal(bytes, s_context.Bytes);
        Assert.Equal(7, s_context.OutputNames.Count);
    }

    [Fact]
    public void A_session_has_the_outputs_that_it_was_opened_for()
    {
        using var session = new GapFillSession(s_context, ComputeDevice.Cpu, 1, ["Filled", "ExpectedRate"]);

        Assert.Equal(["Filled", "ExpectedRate"], session.OutputNames);
        Assert.Same(s_context, session.Model);
        Assert.Throws<ArgumentException>("outputs",
            () => session.Score(new float[70], 1, [new OutputBuffer("DetectionProbability", new float[70])]));
    }

    private static GraphProto Graph(byte[] model) => ModelProto.Parser.ParseFrom(model).Graph;
}
