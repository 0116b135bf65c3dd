using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public class FillPolicyTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private readonly UNetGapFillTransformer _transformer = trained.Transformer;

    [Fact]
    public void Expected_is_the_default_of_the_context_preset()
    {
        Assert.Equal(FillPolicy.Expected, UNetGapFillOptions.Context.Policy);
        Assert.Equal(FillPolicy.Expected, _transformer.Policy);
        Assert.Equal(FillPolicy.IfExpressed, UNetGapFillOptions.Published.Policy);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_threshold_that_is_no_probability_is_refused(float threshold) =>
        Assert.Contains("expected 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => FillPolicy.Threshold(threshold)).Message);

    [Theory]
    [InlineData(0f)]
    [InlineData(101f)]
    [InlineData(float.NaN)]
    public void A_depth_out_of_range_is_refused(float depth) =>
        Assert.Contains("expected above 0 and at most 100",
            Assert.Throws<ArgumentOutOfRangeException>(() => FillPolicy.ExpectedLog(depth)).Message);

    [Fact]
    public void Policies_that_fill_zeros_keep_observed_entries_bit_for_bit()
    {
        var counts = TestCells.Simulated.Counts;
        using var denoised = _transformer.With(_transformer.Scoring with { Policy = FillPolicy.DenoiseAll });
        var (observed, replaced) = (Fill(FillPolicy.IfExpressed), TestCells.Filled(denoised.Transform(TestCells.View())));
        var changed = 0;
        foreach (var policy in new[] { FillPolicy.Expected, FillPolicy.Threshold(0.3f) })
        {
            var filled = Fill(policy);
            for (var cell = 0; cell < counts.CellCount; cell++)
                foreach (var gene in counts.GenesOf(cell))
                {
                    Assert.Equal(BitConverter.SingleToInt32Bits(observed[cell][gene]), BitConverter.SingleToInt32Bits(filled[cell][gene]));
                    if (replaced[cell][gene] != filled[cell][gene]) changed++;
                }
        }
        Assert.True(changed > counts.NonZeroCount / 2, $"only {changed} observed entries were replaced by DenoiseAll");
    }

    [Fact]
    public void Expected_lies_between_zero_and_the_value_if_expressed()
    {
        var (expected, ifExpressed) = (Fill(FillPolicy.Expected), Fill(FillPolicy.IfExpressed));
        for (var cell = 0; cell < expected.Length; cell++)
            for (var gene = 0; gene < expected[cell].Length; gene++)
                Assert.InRange(expected[cell][gene], 0, ifExpressed[cell][gene] + 1e-5f);
    }

    [Fact]
    public void Threshold_fills_where_detection_is_likely()
    {
        using var all = _transformer.With(_transformer.Scoring with { AdditionalColumns = GapFillColumns.All });
        using var transformer = all.With(all.Scoring with { Policy = FillPolicy.Threshold(0.4f) });
        Assert.Equal(GapFillColumns.All, transformer.Scoring.AdditionalColumns);
        var view = transformer.Transform(TestCells.View());
        var (filled, value, probability) = (TestCells.Filled(view), TestCells.Filled(view, "FilledIfExpressed"),
            TestCells.Filled(view, "DetectionProbability"));
        var counts = TestCells.Simulated.Counts;
        for (var cell = 0; cell < filled.Length; cell++)
            for (var gene = 0; gene < counts.GeneCount; gene++)
                if (counts[cell, gene] == 0) Assert.Equal(probability[cell][gene] >= 0.4f ? value[cell][gene] : 0, filled[cell][gene]);
    }

    [Fact]
    public void Threshold_gives_sparse_vectors_and_the_other_policies_dense_ones()
    {
        using var all = _transformer.With(_transformer.Scoring with { AdditionalColumns = GapFillColumns.FilledIfExpressed });
        using var transformer = all.With(all.Scoring with { Policy = FillPolicy.Threshold(0.4f) });
        foreach (var (cell, row) in Rows(transformer, "Filled").Index())
        {
            Assert.False(row.IsDense);
            Assert.DoesNotContain(0f, row.GetValues().ToArray());
            Assert.Equal(row.GetValues().Length, row.DenseValues().Count(value => value != 0));
            Assert.True(TestCells.Simulated.Counts.GenesOf(cell).ToArray().All(row.GetIndices().ToArray().Contains));
        }
        Assert.All(Rows(transformer, "FilledIfExpressed"), row => Assert.True(row.IsDense));
        Assert.All(Rows(_transformer, "Filled"), row => Assert.True(row.IsDense));

        static List<VBuffer<float>> Rows(UNetGapFillTransformer transformer, string column)
        {
            var view = transformer.Transform(TestCells.View());
            using var cursor = view.GetRowCursor([view.Schema[column]]);
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[column]);
            var rows = new List<VBuffer<float>>();
            while (cursor.MoveNext())
            {
                VBuffer<float> row = default;
                getter(ref row);
                rows.Add(row);
            }
            return rows;
        }
    }

    [Fact]
    public void Sparse_and_dense_vectors_give_the_same_downstream()
    {
        var context = new MLContext(1);
        using var transformer = _transformer.With(_transformer.Scoring with { Policy = FillPolicy.Threshold(0.4f) });
        var sparse = context.Transforms.CopyColumns("Input", "Filled").Fit(transformer.Transform(TestCells.View()))
            .Transform(transformer.Transform(TestCells.View()));
        var dense = TestCells.View(TestCells.Filled(sparse), 80);
        dense = context.Transforms.CopyColumns("Input", "Counts").Fit(dense).Transform(dense);
        IEstimator<ITransformer>[] downstream =
        [
            // With few more vectors than asked for, the last component depends on how sums are rounded, and dense rows are summed in
            // another order.
            context.Transforms.ProjectToPrincipalComponents("Output", "Input", rank: 5, overSampling: 50, seed: 1),
            context.Transforms.NormalizeMinMax("Output", "Input"),
            context.Transforms.Concatenate("Output", "Input", "Input"),
        ];
        foreach (var estimator in downstream)
            Assert.Equal(TestCells.Filled(estimator.Fit(dense).Transform(dense), "Output"),
                TestCells.Filled(estimator.Fit(sparse).Transform(sparse), "Output"),
                (a, b) => a.Length == b.Length
                && a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-3f * (1 + Math.Abs(pair.First))));
        var clusters = context.Clustering.Trainers.KMeans("Input", numberOfClusters: 3);
        Assert.Equal(60, clusters.Fit(sparse).Transform(sparse).GetColumn<uint>("PredictedLabel").Count());
    }

    [Fact]
    public void A_single_row_is_as_sparse_as_one_of_many()
    {
        using var transformer = _transformer.With(_transformer.Scoring with { Policy = FillPolicy.Threshold(0.4f) });
        var input = TestCells.View();
        var mapper = ((ITransformer)transformer).GetRowToRowMapper(input.Schema);
        using var cursor = input.GetRowCursor(input.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var getter = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["Filled"]);
        VBuffer<float> value = default;
        foreach (var expected in TestCells.Filled(transformer.Transform(input)))
        {
            Assert.True(cursor.MoveNext());
            getter(ref value);
            Assert.False(value.IsDense);
            Assert.Equal(expected, [.. value.DenseValues()], (a, b) => Math.Abs(a - b) <= 1e-5f);
        }
    }

    [Fact]
    public void The_policy_is_part_of_the_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var changed = _transformer.With(_transformer.Scoring with { Policy = FillPolicy.Threshold(0.25f) })) changed.Save(path);
            using var loaded = UNetGapFillTransformer.Load(path, new() { Device = ComputeDevice.Cpu, Threads = 1 });
            Assert.Equal(FillPolicy.Threshold(0.25f), loaded.Policy);
            Assert.Equal(_transformer.Provenance, loaded.Provenance);
            using var back = loaded.With(loaded.Scoring with { Policy = FillPolicy.Expected });
            Assert.Equal(_transformer.ModelHash, back.ModelHash);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_published_preset_knows_only_the_value_if_expressed()
    {
        using var published = new UNetGapFillEstimator(TestCells.Quick with { Preset = GapFillPreset.Published, Epochs = 1 })
            .Fit(TestCells.View());
        Assert.Equal((GapFillPreset.Published, FillPolicy.IfExpressed), (published.Preset, published.Policy));
        Assert.Contains("detection",
            Assert.Throws<ArgumentException>(() => published.With(new() { Policy = FillPolicy.Expected })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => published.With(new() { AdditionalColumns = GapFillColumns.ExpectedRate }));
    }

    private float[][] Fill(FillPolicy policy)
    {
        using var transformer = _transformer.With(_transformer.Scoring with { Policy = policy });
        Assert.Equal(policy, transformer.Policy);
        return TestCells.Filled(transformer.Transform(TestCells.View()));
    }
}
