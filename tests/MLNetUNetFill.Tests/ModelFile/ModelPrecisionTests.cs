using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;
using MLNetUNetFill.Context;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Onnx.Ir;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Files in fewer bits against the same model in single precision.</summary>
public class ModelPrecisionTests
{
    private const int Genes = 70;

    // Half rounds a weight by up to 2^-11 of itself, Int8 by up to 1/254 of the largest in its slice; a value is a sum over many of them.
    public static TheoryData<GapFillPreset, ModelPrecision, double> Tolerances => new()
    {
        { GapFillPreset.Context, ModelPrecision.Half, 2e-3 },
        { GapFillPreset.Context, ModelPrecision.Int8, 5e-2 },
        { GapFillPreset.Published, ModelPrecision.Half, 2e-2 },
        { GapFillPreset.Published, ModelPrecision.Int8, 2e-1 },
    };

    [Theory]
    [MemberData(nameof(Tolerances))]
    public void Rounded_models_fill_nearly_the_same(GapFillPreset preset, ModelPrecision precision, double tolerance)
    {
        var model = Create(preset);
        var counts = RandomModels.Counts(3, 6, Genes, emptyCells: 2);

        var (exact, rounded) = (Score(Export(model), counts), Score(Export(model with { Precision = precision }), counts));

        Assert.NotEqual(exact["Filled"], rounded["Filled"]);
        foreach (var (name, values) in exact)
            for (var i = 0; i < values.Length; i++) Assert.InRange(Math.Abs(rounded[name][i] - values[i]), 0,
                tolerance * (Math.Abs(values[i]) + (name == "ExpectedRate" ? 0 : 1)));
    }

    [Theory]
    [MemberData(nameof(Tolerances))]
    public void Observed_values_keep_their_bits(GapFillPreset preset, ModelPrecision precision, double _)
    {
        var model = Create(preset);
        var counts = RandomModels.Counts(4, 6, Genes);
        var (exact, rounded) = (Export(model), Export(model with { Precision = precision }));
        FillPolicy[] policies = preset == GapFillPreset.Context ? [FillPolicy.Expected, FillPolicy.IfExpressed, FillPolicy.Threshold(0.6f)]
            : [FillPolicy.IfExpressed];

        foreach (var policy in policies)
        {
            var before = Score(GapFillModelFile.Read(exact).WithPolicy(policy).Bytes, counts);
            var after = Score(GapFillModelFile.Read(rounded).WithPolicy(policy).Bytes, counts);
            for (var i = 0; i < counts.Length; i++)
            {
                Assert.Equal(Bits(before["Filled.Observed"][i]), Bits(after["Filled.Observed"][i]));
                if (counts[i] > 0) Assert.Equal(Bits(before["Filled"][i]), Bits(after["Filled"][i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tolerances))]
    public void On_loading_nothing_is_left_of_the_rounding(GapFillPreset preset, ModelPrecision precision, double _)
    {
        var (exact, rounded) = (Optimized(Export(Create(preset))), Optimized(Export(Create(preset) with { Precision = precision })));

        Assert.Equal(exact.Node.Select(node => node.OpType).Order(), rounded.Node.Select(node => node.OpType).Order());
        Assert.DoesNotContain(rounded.Initializer, tensor =>
            (TensorProto.Types.DataType)tensor.DataType is TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Int8);
    }

    [Theory]
    [InlineData(ModelPrecision.Half)]
    [InlineData(ModelPrecision.Int8)]
    public void Another_policy_gives_the_file_that_exporting_with_it_gives(ModelPrecision precision)
    {
        var model = ContextModels.Create() with { Precision = precision };

        Assert.Equal(Export(model.With(FillPolicy.Threshold(0.3f))),
            GapFillModelFile.Read(Export(model)).WithPolicy(FillPolicy.Threshold(0.3f)).Bytes);
    }

    [Theory]
    [MemberData(nameof(Tolerances))]
    public void A_saved_chain_computes_the_same_without_16_bit_floats(GapFillPreset preset, ModelPrecision precision, double _)
    {
        var bytes = Export(Create(preset) with { Precision = precision });
        var counts = RandomModels.Counts(5, 3, Genes);

        // ML.NET's OnnxTransformer: "Unsupported ONNX scalar type: Float16".
        var copy = ModelProto.Parser.ParseFrom(SlotNamesWriter.Add(bytes, ["Filled"], GapFillModelFile.Read(bytes).GeneNames));
        Assert.DoesNotContain(copy.Graph.Initializer, tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float16);
        using var plain = Plain(bytes, "Counts", "Filled");

        var expected = Score(bytes, counts)["Filled"].Chunk(Genes).ToArray();
        var found = TestCells.Filled(plain.Transform(TestCells.View(counts.Chunk(Genes), Genes)), "Filled");
        for (var cell = 0; cell < 3; cell++)
            for (var gene = 0; gene < Genes; gene++) Assert.Equal(expected[cell][gene], found[cell][gene], 1e-5);
    }

    [Fact]
    public void A_training_cell_is_not_its_own_neighbour_in_any_precision()
    {
        const int Cell = 7;
        var counts = ContextModels.Landmarks(1, Genes, 60)[(Cell * Genes)..((Cell + 1) * Genes)];
        foreach (var precision in Enum.GetValues<ModelPrecision>())
        {
            var model = ContextModels.Create(landmarks: 60) with { Precision = precision };
            var network = ContextModels.Network(model);
            var bank = network.Context.Landmarks;
            // The cell's place taken by a landmark so far away that no one has it among the nearest 50 of 60.
            var remote = bank with { Counts = [.. bank.Counts], Scores = [.. bank.Scores] };
            remote.Counts.AsSpan(Cell * bank.Counts.Length / 60, bank.Counts.Length / 60).Fill(1);
            remote.Scores.AsSpan(Cell * bank.Scores.Length / 60, bank.Scores.Length / 60).Fill(1000);
            var without = model with { Network = network with { Context = network.Context with { Landmarks = remote } } };

            Assert.Equal(Score(Export(without), counts)["ExpectedRate"], Score(Export(model), counts)["ExpectedRate"]);
        }
    }

    [Theory]
    [InlineData(GapFillPreset.Context)]
    [InlineData(GapFillPreset.Published)]
    public void Fewer_bits_make_a_smaller_file(GapFillPreset preset)
    {
        var model = preset == GapFillPreset.Context ? ContextModels.Create(baseChannels: 16) : RandomModels.Create(channels: 16);
        int[] sizes = [.. Enum.GetValues<ModelPrecision>().Select(precision => Export(model with { Precision = precision }).Length)];

        Assert.True(sizes[0] > sizes[1] && sizes[1] > sizes[2], string.Join(" > ", sizes));
    }

    [Fact]
    public void A_weight_that_has_no_16_bits_is_stored_as_it_is()
    {
        var model = RandomModels.Create();
        var weights = ((PublishedNetwork)model.Network).Weights.ToDictionary();
        weights["head.weight"] = weights["head.weight"] with { Values = [.. weights["head.weight"].Values.Select((value, i) => i == 0 ? 1e5f
            : value)] };
        model = model with { Network = (PublishedNetwork)model.Network with { Weights = weights }, Precision = ModelPrecision.Half };

        var stored = ModelProto.Parser.ParseFrom(Export(model)).Graph.Initializer.ToDictionary(tensor => tensor.Name, tensor =>
            (TensorProto.Types.DataType)tensor.DataType);

        Assert.Equal((TensorProto.Types.DataType.Float, TensorProto.Types.DataType.Float16), (stored["head.weight"], stored["up1.weight"]));
    }

    [Fact]
    public void High_counts_of_a_gene_widen_that_gene_alone()
    {
        var model = ContextModels.Create();
        var bank = ContextModels.Network(model).Context.Landmarks;
        int genes = bank.Counts.Length / bank.Count;
        float[] counts = [.. bank.Counts];
        counts[3] = 300;
        counts[genes + 20] = 60_000;
        var high = WithCounts(model, bank, counts);
        var cells = RandomModels.Counts(6, 2, Genes);

        var rates = Score(Export(high), cells)["ExpectedRate"];

        for (var cell = 0; cell < 2; cell++)
        {
            var expected = new ReferenceFill(high, cells[(cell * Genes)..((cell + 1) * Genes)]);
            for (var gene = 0; gene < Genes; gene++) Assert.Equal(expected.Rate[gene], rates[cell * Genes + gene],
                1e-4 * expected.Rate[gene]);
        }
        var stored = ModelProto.Parser.ParseFrom(Export(high)).Graph.Initializer.ToDictionary(tensor => tensor.Name);
        Assert.Equal((bank.Count * (genes - 2), bank.Count * 2 * sizeof(ushort)),
            (stored["landmark_counts"].RawData.Length, stored["landmark_high_counts"].RawData.Length));
    }

    private static GapFillModel WithCounts(GapFillModel model, LandmarkBank bank, float[] counts)
    {
        var network = ContextModels.Network(model);
        return model with { Network = network with { Context = network.Context with { Landmarks = bank with { Counts = counts } } } };
    }

    private static GapFillModel Create(GapFillPreset preset) =>
        preset == GapFillPreset.Context ? ContextModels.Create(genes: Genes) : RandomModels.Create(genes: Genes);

    private static byte[] Export(GapFillModel model) => GapFillOnnxExporter.Export(model);

    /// <summary>What ONNX Runtime makes of a file on loading.</summary>
    private static GraphProto Optimized(byte[] model)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var options = new SessionOptions { OptimizedModelFilePath = path,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC };
            using (new InferenceSession(model, options)) return ModelProto.Parser.WithDiscardUnknownFields(true)
                .ParseFrom(File.ReadAllBytes(path)).Graph;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static Dictionary<string, float[]> Score(byte[] model, float[] counts)
    {
        using var session = new GapFillSession(GapFillModelFile.Read(model), ComputeDevice.Cpu, 1);
        var outputs = session.OutputNames.ToDictionary(name => name, _ => new float[counts.Length]);
        session.Score(counts, counts.Length / session.GeneCount, [.. outputs.Select(output => new OutputBuffer(output.Key, output.Value))]);
        return outputs;
    }

    private static OnnxTransformer Plain(byte[] bytes, string input, params string[] outputs) =>
        PlainOnnxTransformer.Create(new MLContext(), bytes, input, Genes, outputs, GapFillModelFile.Read(bytes).GeneNames);
}
