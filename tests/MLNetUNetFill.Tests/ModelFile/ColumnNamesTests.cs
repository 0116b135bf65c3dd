using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Tests.ModelFile;

public class ColumnNamesTests
{
    private const int Genes = 70;
    private static readonly float[] s_counts = RandomModels.Counts(3, 4, Genes);

    [Theory]
    [InlineData("Umis", "Imputed")]
    [InlineData("Filled", "Counts")]
    [InlineData("Counts", "Imputed")]
    [InlineData("library_size", "cp10k")]
    [InlineData("counts_double", "Filled")]
    public void The_renamed_model_computes_the_same(string input, string output)
    {
        foreach (var bytes in (byte[][])[GapFillOnnxExporter.Export(ContextModels.Create(genes: Genes)),
            GapFillOnnxExporter.Export(RandomModels.Create(genes: Genes))])
        {
            var model = GapFillModelFile.Read(bytes);
            var renamed = ColumnNames.Rename(model, input, output);
            Assert.Equal((input, output, output + ".Observed"), (renamed.InputName, renamed.OutputName, renamed.OutputNames[1]));
            Assert.Equal((true, model.Policy, model.Provenance.Count), (renamed.IsSealed, renamed.Policy, renamed.Provenance.Count));
            Assert.Equal(Score(model), Score(renamed));
        }
    }

    [Fact]
    public void Names_that_are_those_of_the_model_change_no_byte()
    {
        var model = GapFillModelFile.Read(GapFillOnnxExporter.Export(RandomModels.Create()));
        Assert.Same(model, ColumnNames.Rename(model, "Counts", "Filled"));
        var there = ColumnNames.Rename(model, "Umis", "Imputed");
        Assert.Equal(model.Bytes, ColumnNames.Rename(there, "Counts", "Filled").Bytes);
    }

    private static float[] Score(GapFillModelFile model)
    {
        using var session = new GapFillSession(model, ComputeDevice.Cpu, 1);
        var (filled, observed) = (new float[s_counts.Length], new float[s_counts.Length]);
        session.Score(s_counts, 4, [new OutputBuffer(model.OutputNames[0], filled), new OutputBuffer(model.OutputNames[1], observed)]);
        return [.. filled, .. observed];
    }
}
