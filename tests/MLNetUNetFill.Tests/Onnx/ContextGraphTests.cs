using MLNetUNetFill.Onnx;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Tests.Onnx;

public class ContextGraphTests
{
    private static readonly FillPolicy[] s_policies = [FillPolicy.Expected, FillPolicy.IfExpressed, FillPolicy.Threshold(0.6f), FillPolicy.DenoiseAll];

    [Theory]
    [InlineData(1, 70, 50, 8, 8, 60, 2, 1)]
    [InlineData(2, 50, 50, 8, 8, 90, 3, 1)] // every gene modelled, empty pixels
    [InlineData(3, 64, 64, 8, 8, 30, 2, 1)] // every pixel a gene, fewer than 50 landmarks
    [InlineData(4, 90, 33, 4, 12, 4, 1, 3)] // not square, fewer than 5 landmarks, larger kernels
    public void The_graph_computes_the_model(int seed, int genes, int modelled, int height, int width, int landmarks, int channels, int kernel)
    {
        var model = ContextModels.Create(seed, genes, modelled, height, width, landmarks, channels, kernel);
        float[] counts = [.. RandomModels.Counts(seed, 5, genes, emptyCells: 3), .. ContextModels.Landmarks(seed, genes, landmarks)[..(2 * genes)]];

        foreach (var policy in s_policies)
        {
            var outputs = Score(model.With(policy), counts);
            for (var cell = 0; cell < 7; cell++)
            {
                var expected = new ReferenceFill(model, counts[(cell * genes)..((cell + 1) * genes)]);
                for (var gene = 0; gene < genes; gene++)
                {
                    var at = cell * genes + gene;
                    Assert.Equal(expected.Filled(gene, policy), outputs["Filled"][at], 1e-4);
                    Assert.Equal(expected.Observed[gene], outputs["Filled.Observed"][at], 1e-6);
                    Assert.Equal(expected.Value[gene], outputs[GapFillOutputs.FilledIfExpressed][at], 1e-4);
                    Assert.Equal(1, outputs[GapFillOutputs.ExpectedRate][at] / expected.Rate[gene] is var ratio && double.IsNaN(ratio) ? 1 : ratio, 1e-4);
                    Assert.Equal(expected.Detection[gene], outputs[GapFillOutputs.DetectionProbability][at], 1e-5);
                    Assert.Equal(expected.Uncertainty[gene], outputs[GapFillOutputs.FillUncertainty][at], 1e-5);
                }
            }
        }
    }

    internal static Dictionary<string, float[]> Score(GapFillModel model, float[] counts)
    {
        using var session = new GapFillSession(GapFillOnnxExporter.Export(model), ComputeDevice.Cpu, 1);
        var outputs = session.OutputNames.ToDictionary(name => name, _ => new float[counts.Length]);
        session.Score(counts, counts.Length / session.GeneCount, [.. outputs.Select(output => new OutputBuffer(output.Key, output.Value))]);
        return outputs;
    }
}
