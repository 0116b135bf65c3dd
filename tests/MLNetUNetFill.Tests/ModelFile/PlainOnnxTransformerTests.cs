using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Exported graphs in ML.NET's own transformer, without this library's.</summary>
public sealed class PlainOnnxTransformerTests
{
    private const int Genes = 70;

    public static TheoryData<GapFillPreset> Presets => new(GapFillPreset.Context, GapFillPreset.Published);

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_output_is_a_column_and_a_saved_chain_reloads(GapFillPreset preset)
    {
        var bytes = Export(preset);
        var outputs = GapFillModelFile.Read(bytes).OutputNames.ToArray();
        var data = TestCells.View(RandomModels.Counts(1, 3, Genes).Chunk(Genes), Genes);
        var context = new MLContext(1);
        using var transformer = Plain(bytes, "Counts", outputs);
        using var stream = new MemoryStream();
        context.Model.Save(transformer, data.Schema, stream);
        stream.Position = 0;
        var reloaded = context.Model.Load(stream, out _);

        var (before, after) = (transformer.Transform(data), reloaded.Transform(data));

        foreach (var output in outputs)
        {
            IReadOnlyList<string> slots = output == "Novelty" ? ["Novelty"] : GapFillModelFile.Read(bytes).GeneNames;
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, slots.Count), before.Schema[output].Type);
            VBuffer<ReadOnlyMemory<char>> names = default;
            after.Schema[output].GetSlotNames(ref names);
            Assert.Equal(slots, names.DenseValues().Select(name => name.ToString()));
            var (expected, found) = (TestCells.Filled(before, output), TestCells.Filled(after, output));
            Assert.Equal(expected, found);
            Assert.Equal(3, expected.Length);
            Assert.Contains(expected[0], value => value > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_reloaded_chain_answers_what_is_no_count_with_NaN(GapFillPreset preset)
    {
        var bytes = Export(preset);
        float[][] cells = [.. RandomModels.Counts(1, 4, Genes).Chunk(Genes)];
        cells[0][5] = float.NaN;
        cells[2][5] = -1;
        var data = TestCells.View(cells, Genes);
        var context = new MLContext(1);
        using var transformer = Plain(bytes, "Counts", "Filled");
        using var stream = new MemoryStream();
        context.Model.Save(transformer, data.Schema, stream);
        stream.Position = 0;

        var filled = TestCells.Filled(context.Model.Load(stream, out _).Transform(data));

        for (var cell = 0; cell < 4; cell++) Assert.All(filled[cell], value => Assert.Equal(cell % 2 == 0, float.IsNaN(value)));
    }

    [Fact]
    public void Columns_may_have_other_names()
    {
        var bytes = GapFillOnnxExporter.Export(RandomModels.Create(genes: Genes) with { InputName = "Raw", OutputName = "Imputed" });
        var data = new MLContext(1).Transforms.CopyColumns("Raw", "Counts").Fit(TestCells.View([], Genes))
            .Transform(TestCells.View([RandomModels.Counts(1, 1, Genes)], Genes));

        using var transformer = Plain(bytes, "Raw", "Imputed");

        Assert.Contains(Assert.Single(TestCells.Filled(transformer.Transform(data), "Imputed")), value => value > 0);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Sparse_and_dense_counts_give_the_same_values(GapFillPreset preset)
    {
        var cells = RandomModels.Counts(2, 4, Genes).Chunk(Genes).ToArray();
        using var transformer = new UNetGapFillTransformer(Export(preset), new() { Device = ComputeDevice.Cpu, Threads = 1 });
        // CellView stores every other row sparsely: turned round, each cell comes once in either form.
        var once = TestCells.Filled(transformer.Transform(new CellView([.. cells, cells[0]], Genes)));
        var turned = TestCells.Filled(transformer.Transform(new CellView([cells[0], .. cells], Genes)));

        for (var cell = 0; cell < 4; cell++)
            for (var gene = 0; gene < Genes; gene++) Assert.Equal(once[cell][gene], turned[cell + 1][gene], 1e-6f);
    }

    private static byte[] Export(GapFillPreset preset) =>
        GapFillOnnxExporter.Export(preset == GapFillPreset.Context ? ContextModels.Create(genes: Genes)
        : RandomModels.Create(genes: Genes));

    private static OnnxTransformer Plain(byte[] bytes, string input, params string[] outputs) =>
        PlainOnnxTransformer.Create(new MLContext(), bytes, input, Genes, outputs, GapFillModelFile.Read(bytes).GeneNames);
}
