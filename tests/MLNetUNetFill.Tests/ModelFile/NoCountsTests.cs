using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>A NaN, an infinity or a negative number among the counts of a cell comes out as NaN, not as a plausible value.</summary>
public sealed class NoCountsTests
{
    private const int Genes = 70, Cells = 5, Wrong = 2;

    public static TheoryData<string, float> WrongCounts
    {
        get
        {
            var cases = new TheoryData<string, float>();
            foreach (var model in new[] { "context", "published", "published with levels" })
                foreach (var wrong in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1, -0.25f,
                    -float.Epsilon }) cases.Add(model, wrong);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(WrongCounts))]
    public void A_cell_with_what_is_no_count_is_NaN_in_every_output_and_the_others_keep_their_bits(string preset, float wrong)
    {
        var model = Model(preset);
        var bytes = GapFillOnnxExporter.Export(model);
        var counts = RandomModels.Counts(3, Cells, Genes, emptyCells: 4);
        var expected = Score(bytes, counts);
        int[] places = [model.ModelledGenes[3], Enumerable.Range(0, Genes).Except(model.ModelledGenes).First()];

        foreach (var gene in places)
        {
            float[] changed = [.. counts];
            changed[Wrong * Genes + gene] = wrong;
            foreach (var (name, values) in Score(bytes, changed))
                for (var i = 0; i < values.Length; i++)
                    Assert.True(i / (values.Length / Cells) == Wrong ? float.IsNaN(values[i])
                        : BitConverter.SingleToInt32Bits(values[i]) == BitConverter.SingleToInt32Bits(expected[name][i]),
                        $"{name}, entry {i}: {values[i]}, before {expected[name][i]}");
        }
        Assert.All(expected.Values, values => Assert.All(values, value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void Every_policy_answers_with_NaN()
    {
        foreach (var policy in new[] { FillPolicy.Expected, FillPolicy.IfExpressed, FillPolicy.Threshold(0.5f), FillPolicy.DenoiseAll,
            FillPolicy.ExpectedLog(0.5f) })
        {
            var counts = RandomModels.Counts(3, 2, Genes);
            counts[0] = -1;
            var filled = Score(GapFillOnnxExporter.Export(ContextModels.Create(genes: Genes).With(policy)), counts)["Filled"];

            Assert.All(filled[..Genes], value => Assert.True(float.IsNaN(value)));
            Assert.All(filled[Genes..], value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-2f)]
    [InlineData(float.PositiveInfinity)]
    public void A_view_answers_with_NaN_and_a_model_of_an_earlier_format_refuses(float wrong)
    {
        var cells = RandomModels.Counts(3, Cells, Genes).Chunk(Genes).ToArray();
        foreach (var policy in new[] { FillPolicy.Expected, FillPolicy.Threshold(0.5f) })
        {
            var model = ContextModels.Create(genes: Genes).With(policy);
            using var transformer = new UNetGapFillTransformer(GapFillOnnxExporter.Export(model),
                new GapFillScoringOptions { Device = ComputeDevice.Cpu, Threads = 1, BatchSize = 2 });
            var expected = TestCells.Filled(transformer.Transform(new CellView(cells, Genes)));
            float[][] changed = [.. cells.Select(cell => cell.ToArray())];
            changed[Wrong][6] = wrong;

            var found = TestCells.Filled(transformer.Transform(new CellView(changed, Genes)));

            for (var cell = 0; cell < Cells; cell++)
                if (cell == Wrong) Assert.All(found[cell], value => Assert.True(float.IsNaN(value)));
                else Assert.Equal(expected[cell], found[cell]);
            using var earlier = new UNetGapFillTransformer(ModelFiles.OfFormat(3, model),
                new GapFillScoringOptions { Device = ComputeDevice.Cpu, Threads = 1, BatchSize = 2 });
            Assert.Equal($"Column 'Counts', row 3, slot 7: found {wrong}; expected a count, a finite number that is not negative.",
                Assert.Throws<GapFillException>(() => TestCells.Filled(earlier.Transform(new CellView(changed, Genes)))).Message);
        }
    }

    private static GapFillModel Model(string preset) => preset switch
    {
        "context" => ContextModels.Create(genes: Genes),
        "published" => RandomModels.Create(genes: Genes),
        _ => RandomModels.Create(genes: Genes, modelled: 8, levels: 8),
    };

    private static Dictionary<string, float[]> Score(byte[] model, float[] counts)
    {
        using var session = new GapFillSession(GapFillModelFile.Read(model), ComputeDevice.Cpu, 1);
        var cells = counts.Length / session.GeneCount;
        var outputs = session.OutputNames.ToDictionary(name => name, name => new float[cells * session.Width(name)]);
        session.Score(counts, cells, [.. outputs.Select(output => new OutputBuffer(output.Key, output.Value))]);
        return outputs;
    }
}
