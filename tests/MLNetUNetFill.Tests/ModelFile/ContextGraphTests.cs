using FsCheck.Fluent;
using MLNetUNetFill.Context;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.ModelFile;

public class ContextGraphTests
{
    private static readonly FillPolicy[] s_policies = [FillPolicy.Expected, FillPolicy.IfExpressed, FillPolicy.Threshold(0.6f),
        FillPolicy.DenoiseAll, FillPolicy.ExpectedLog(0.25f)];

    [Theory]
    [InlineData(1, 70, 50, 8, 8, 60, 2, 1)]
    [InlineData(2, 50, 50, 8, 8, 90, 3, 1)] // every gene modelled, empty pixels
    [InlineData(3, 64, 64, 8, 8, 30, 2, 1)] // every pixel a gene, fewer than 50 landmarks
    [InlineData(4, 90, 33, 4, 12, 4, 1, 3)] // not square, fewer than 5 landmarks, larger kernels
    public void The_graph_computes_the_model(int seed, int genes, int modelled, int height, int width, int landmarks, int channels,
        int kernel)
    {
        var model = ContextModels.Create(seed, genes, modelled, height, width, landmarks, channels, kernel);
        float[] counts = [.. RandomModels.Counts(seed, 5, genes, emptyCells: 3),
            .. ContextModels.Landmarks(seed, genes, landmarks)[..(2 * genes)]];

        foreach (var policy in s_policies)
        {
            var outputs = Score(model.With(policy), counts);
            for (var cell = 0; cell < 7; cell++)
            {
                var expected = new ReferenceFill(model, counts[(cell * genes)..((cell + 1) * genes)]);
                for (var gene = 0; gene < genes; gene++)
                {
                    var at = cell * genes + gene;
                    Assert.Equal(expected.Filled(gene, policy), outputs["Filled"][at], Tolerance(policy));
                    Assert.Equal(expected.Observed[gene], outputs["Filled.Observed"][at], 1e-6);
                    Assert.Equal(expected.Value[gene], outputs[GapFillOutputs.FilledIfExpressed][at], 1e-4);
                    Assert.Equal(expected.Rate[gene], outputs[GapFillOutputs.ExpectedRate][at], 1e-4 * expected.Rate[gene]);
                    Assert.Equal(expected.Detection[gene], outputs[GapFillOutputs.DetectionProbability][at], 1e-5);
                    Assert.Equal(expected.Uncertainty[gene], outputs[GapFillOutputs.FillUncertainty][at], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Three_policies_keep_the_bits_of_observed_values_and_two_replace_them()
    {
        var model = ContextModels.Create();
        int genes = model.GeneNames.Count;
        var isModelled = model.ModelledGenes.ToHashSet();
        var counts = RandomModels.Counts(7, 6, genes);

        foreach (var policy in s_policies)
        {
            var outputs = Score(model.With(policy), counts);
            var (filled, observed) = (outputs["Filled"], outputs["Filled.Observed"]);
            var replaced = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                var isKept = !isModelled.Contains(i % genes) || (counts[i] > 0 && policy.Kind < FillPolicyKind.DenoiseAll);
                if (isKept) Assert.Equal(BitConverter.SingleToInt32Bits(observed[i]), BitConverter.SingleToInt32Bits(filled[i]));
                else if (counts[i] > 0 && filled[i] != observed[i]) replaced++;
            }
            Assert.Equal(policy.Kind >= FillPolicyKind.DenoiseAll, replaced > 0);
        }
    }

    [Fact]
    public void A_higher_threshold_fills_fewer_zeros_with_the_same_values()
    {
        var model = ContextModels.Create();
        var bytes = GapFillOnnxExporter.Export(model);
        var counts = RandomModels.Counts(5, 3, model.GeneNames.Count);
        var modelled = Enumerable.Range(0, counts.Length).Where(i => counts[i] == 0
            && model.ModelledGenes.Contains(i % model.GeneNames.Count)).ToArray();
        var all = Score(bytes, counts);
        var filled = new Dictionary<float, float[]>();

        ForAll.Of(Gen.Choose(0, 20).Two(), twentieths =>
        {
            float low = Math.Min(twentieths.Item1, twentieths.Item2) / 20f, high = Math.Max(twentieths.Item1, twentieths.Item2) / 20f;
            var (many, few) = (FilledFrom(low), FilledFrom(high));
            return modelled.All(i => (few[i] == 0 || few[i] == many[i])
                && many[i] == (all[GapFillOutputs.DetectionProbability][i] >= low ? all[GapFillOutputs.FilledIfExpressed][i] : 0));
        });
        Assert.Contains(modelled, i => all[GapFillOutputs.DetectionProbability][i] is > 0.2f and < 0.8f);

        float[] FilledFrom(float threshold) => filled.TryGetValue(threshold, out var known) ? known
            : filled[threshold] = Score(GapFillModelFile.Read(bytes).WithPolicy(FillPolicy.Threshold(threshold)).Bytes, counts)["Filled"];
    }

    [Fact]
    public void A_training_cell_is_not_its_own_neighbour()
    {
        const int Cell = 7;
        var model = ContextModels.Create(landmarks: 60);
        int genes = model.GeneNames.Count, modelled = model.ModelledGenes.Length;
        var counts = ContextModels.Landmarks(1, genes, 60)[(Cell * genes)..((Cell + 1) * genes)];

        // The same bank without the cell: its place taken by a landmark so far away that no one has it among the nearest 50 of 60.
        var network = ContextModels.Network(model);
        var bank = network.Context.Landmarks;
        var remote = bank with { Counts = [.. bank.Counts], Scores = [.. bank.Scores] };
        remote.Counts.AsSpan(Cell * modelled, modelled).Fill(1);
        remote.Scores.AsSpan(Cell * bank.Scores.Length / 60, bank.Scores.Length / 60).Fill(1000);
        var without = model with { Network = network with { Context = network.Context with { Landmarks = remote } } };

        Assert.Equal(Score(without, counts)["ExpectedRate"], Score(model, counts)["ExpectedRate"]);

        // A cell with one count elsewhere, and so the same library, is another cell: to it the landmark is a neighbour like any other.
        counts[model.ModelledGenes.First(gene => counts[gene] > 1)]--;
        counts[model.ModelledGenes.Last(gene => counts[gene] > 0)]++;
        Assert.NotEqual(Score(without, counts)["ExpectedRate"], Score(model, counts)["ExpectedRate"]);
    }

    [Fact]
    public void A_cell_with_the_modelled_counts_of_a_landmark_but_another_library_is_another_cell()
    {
        var model = ContextModels.Create();
        int genes = model.GeneNames.Count;
        var counts = ContextModels.Landmarks(1, genes, 60)[..genes];
        counts[Enumerable.Range(0, genes).Except(model.ModelledGenes).First()] += 1;

        var expected = new ReferenceFill(model, counts);
        var rates = Score(model, counts)["ExpectedRate"];

        foreach (var gene in model.ModelledGenes) Assert.Equal(1, rates[gene] / expected.Rate[gene], 1e-4);
    }

    [Fact]
    public void An_empty_cell_is_zero_in_every_output_and_leaves_the_others_alone()
    {
        var model = ContextModels.Create().With(FillPolicy.DenoiseAll);
        int genes = model.GeneNames.Count;
        var counts = RandomModels.Counts(9, 3, genes, emptyCells: 1);

        foreach (var (_, values) in Score(model, counts))
        {
            var width = values.Length / 3;
            Assert.All(values[width..(2 * width)], value => Assert.Equal(0f, value));
            Assert.All(values, value => Assert.True(float.IsFinite(value) && value >= 0));
            Assert.Contains(values, value => value > 0);
        }
    }

    [Fact]
    public void A_cell_gets_the_same_values_in_a_batch_of_any_size()
    {
        var model = ContextModels.Create();
        int genes = model.GeneNames.Count;
        var counts = RandomModels.Counts(8, 9, genes);

        var together = Score(model, counts);

        for (var cell = 0; cell < 9; cell++)
        {
            var alone = Score(model, counts[(cell * genes)..((cell + 1) * genes)]);
            foreach (var (name, values) in alone)
                for (var i = 0; i < values.Length; i++)
                    Assert.Equal(values[i], together[name][cell * values.Length + i], 1e-6f * Math.Max(1, Math.Abs(values[i])));
        }
    }

    [Theory]
    [InlineData(1)] // fits into bytes
    [InlineData(300)] // 16 bits
    [InlineData(5000)] // 32 bits
    [InlineData(0.25f)] // no whole numbers
    public void Counts_of_any_size_are_stored_exactly(float unit)
    {
        var model = ContextModels.Create(landmarks: 55);
        var network = ContextModels.Network(model);
        var bank = network.Context.Landmarks;
        bank = bank with { Counts = Array.ConvertAll(bank.Counts, count => count * unit),
            Libraries = Array.ConvertAll(bank.Libraries, library => library * unit) };
        model = model with { Network = network with { Context = network.Context with { Landmarks = bank } } };
        var counts = Array.ConvertAll(ContextModels.Landmarks(1, model.GeneNames.Count, 1), count => count * unit);

        var expected = new ReferenceFill(model, counts);
        var rates = Score(model, counts)["ExpectedRate"];

        for (var gene = 0; gene < rates.Length; gene++) Assert.Equal(expected.Rate[gene], rates[gene], 1e-4 * expected.Rate[gene]);
    }

    [Fact]
    public void Whole_counts_below_256_take_one_byte_each()
    {
        var small = GapFillOnnxExporter.Export(ContextModels.Create(landmarks: 60)).Length;
        var large = GapFillOnnxExporter.Export(ContextModels.Create(landmarks: 160)).Length;

        // Per landmark: 50 counts, a library, six scores and a squared length.
        Assert.InRange((large - small) / 100.0, 50 + 4 + 6 * 4 + 8, 50 + 4 + 6 * 4 + 8 + 1);
    }

    [Fact]
    public void The_policy_changes_nothing_but_the_filled_values()
    {
        var model = ContextModels.Create();
        var counts = RandomModels.Counts(3, 4, model.GeneNames.Count);
        var (expected, denoised) = (Score(model, counts), Score(model.With(FillPolicy.DenoiseAll), counts));

        Assert.NotEqual(expected["Filled"], denoised["Filled"]);
        foreach (var (name, values) in expected.Where(output => output.Key != "Filled")) Assert.Equal(values, denoised[name]);
    }

    [Fact]
    public void At_the_median_library_Expected_and_DenoiseAll_change_and_nothing_else()
    {
        var own = ContextModels.Create();
        var common = own with { Network = ContextModels.Network(own) with { FillsAtMedianLibrary = true } };
        var genes = own.GeneNames.Count;
        var counts = RandomModels.Counts(4, 4, genes);

        foreach (var policy in s_policies)
        {
            var (atOwn, atMedian) = (Score(own.With(policy), counts), Score(common.With(policy), counts));
            for (var at = 0; at < counts.Length; at++)
                Assert.Equal(new ReferenceFill(common, counts[(at / genes * genes)..((at / genes + 1) * genes)]).Filled(at % genes, policy),
                    atMedian["Filled"][at], Tolerance(policy));
            Assert.Equal(policy.Kind is FillPolicyKind.Expected or FillPolicyKind.DenoiseAll,
                !atOwn["Filled"].SequenceEqual(atMedian["Filled"]));
            foreach (var (name, values) in atOwn.Where(output => output.Key != "Filled")) Assert.Equal(values, atMedian[name]);
        }
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        var model = ContextModels.Create();
        var network = ContextModels.Network(model);
        var context = network.Context;

        Refused(context with { Mean = context.Mean[1..] }, "49 gene means; expected 50 finite ones.");
        Refused(context with { Share = [0, .. context.Share[1..]] }, "50 gene shares; expected 50 finite ones above 0.");
        Refused(context with { Neighbourhood = context.Neighbourhood with { Rank = 5 } },
            "300 coefficients of the neighbourhood basis; expected 250 finite ones.");
        Refused(context with { Completion = context.Completion with { Shrinkage = [1] } },
            "200 coefficients of the completion basis; expected 50 finite ones.");
        Refused(context with { Completion = context.Completion with { Shrinkage = [1, 1, float.NaN, 1] } },
            "4 completion shrinkages; expected 4 finite ones.");
        Refused(context with { CoarseCompletion = new([.. Enumerable.Repeat(float.PositiveInfinity, 50)], [1]) },
            "50 coefficients of the coarse completion basis; expected 50 finite ones.");
        Refused(context with { ResidualBasis = [.. Enumerable.Repeat(float.NaN, 50)] },
            "50 coefficients of the residual basis; expected 50 finite ones.");
        Refused(context with { Landmarks = context.Landmarks with { Count = 1 } }, "1 landmarks; expected at least 2.");
        Refused(context with { Landmarks = context.Landmarks with { Count = 61 } },
            "3000 landmark counts; expected 3050 finite ones.");
        Refused(context with { MedianLibrary = 0 }, "2 median and deviation of the libraries; expected 2 finite ones above 0.");

        void Refused(CellContext changed, string message) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(
            () => GapFillOnnxExporter.Export(model with { Network = network with { Context = changed } })).Message);
    }

    private static Dictionary<string, float[]> Score(GapFillModel model, float[] counts) =>
        Score(GapFillOnnxExporter.Export(model), counts);

    /// <summary>The expected logarithm is an integral by a fixed number of nodes.</summary>
    private static double Tolerance(FillPolicy policy) => policy.Kind == FillPolicyKind.ExpectedLog ? 1e-3 : 1e-4;

    private static Dictionary<string, float[]> Score(byte[] model, float[] counts)
    {
        using var session = new GapFillSession(GapFillModelFile.Read(model), ComputeDevice.Cpu, 1);
        var cells = counts.Length / session.GeneCount;
        var outputs = session.OutputNames.ToDictionary(name => name, name => new float[cells * session.Width(name)]);
        session.Score(counts, cells, [.. outputs.Select(output => new OutputBuffer(output.Key, output.Value))]);
        return outputs;
    }
}
