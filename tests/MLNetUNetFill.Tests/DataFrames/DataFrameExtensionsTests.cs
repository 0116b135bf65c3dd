using Microsoft.Data.Analysis;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.DataFrames;

[Collection(TorchCollection.Name)]
public class DataFrameExtensionsTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private readonly UNetGapFillTransformer _model = trained.Transformer;

    [Fact]
    public void Fills_as_the_pipeline_does()
    {
        var filled = CellFrames.Simulated().FillGaps(_model);
        var expected = TestCells.Filled(_model.Transform(TestCells.View()));
        for (var gene = 0; gene < CellFrames.GeneNames.Count; gene++)
            Assert.Equal(expected.Select(cell => cell[gene]), CellFrames.ValuesOf(filled, CellFrames.GeneNames[gene]));
    }

    [Fact]
    public void Keeps_columns_order_and_input()
    {
        var (frame, before) = (CellFrames.Simulated(), CellFrames.Simulated());
        var filled = frame.FillGaps(_model);
        Assert.Equal(before.Columns.Select(column => column.Name), filled.Columns.Select(column => column.Name));
        foreach (var name in (string[])["barcode", "cluster", "label"])
        {
            Assert.Equal(before[name].GetType(), filled[name].GetType());
            Assert.Equal(Values(before[name]), Values(filled[name]));
        }

        filled["barcode"][0] = "changed";
        filled[CellFrames.GeneNames[0]][0] = -1f;
        filled["cluster"].SetName("group");
        Assert.Equal(before.Columns.Select(column => column.Name), frame.Columns.Select(column => column.Name));
        Assert.All(before.Columns, (column, i) => Assert.Equal(Values(column), Values(frame.Columns[i])));
        Assert.Equal(-1f, filled[CellFrames.GeneNames[0]][0]);
    }

    [Fact]
    public void Trains_and_fills_in_one_call()
    {
        var told = new List<TrainingProgress>();
        var filled = CellFrames.Simulated().FillGaps(TestCells.Quick, carryThrough: ["cluster"], progress: new Immediately(told.Add));
        Assert.NotEmpty(told);
        var counts = TestCells.Simulated.Counts;
        var filledIn = 0;
        for (var gene = 0; gene < counts.GeneCount; gene++)
        {
            var values = CellFrames.ValuesOf(filled, counts.GeneNames[gene]);
            for (var cell = 0; cell < counts.CellCount; cell++)
                if (counts[cell, gene] > 0)
                    Assert.Equal(Math.Log(1 + 1e4 * counts[cell, gene] / counts.LibrarySize(cell)), values[cell], 1e-5);
                else if (values[cell] > 0)
                    filledIn++;
        }
        Assert.True(filledIn > counts.CellCount * 10, $"only {filledIn} entries were filled");
        Assert.Equal(2, filled["cluster"][2]);
    }

    [Fact]
    public void A_model_learnt_from_a_frame_knows_its_genes()
    {
        using var model = CellFrames.Simulated().FitGapFill(TestCells.Quick with { Epochs = 1, InputColumnName = "Raw" }, ["cluster"]);
        Assert.Equal(CellFrames.GeneNames, model.GeneNames);
        Assert.Equal("Raw", model.InputColumnName);
        Assert.Equal(82 + 1, CellFrames.Simulated().FillGaps(model).Columns.Count);
    }

    [Fact]
    public void Genes_are_matched_by_name()
    {
        var frame = CellFrames.Simulated();
        var turned = new DataFrame(frame.Columns.Reverse().Select(column => column.Clone()));
        turned.Columns.Add(new DoubleDataFrameColumn("unknown gene", Enumerable.Repeat(-1.5, 60)));
        var (filled, other) = (frame.FillGaps(_model), turned.FillGaps(_model));
        Assert.Equal(turned.Columns.Select(column => column.Name), other.Columns.Select(column => column.Name));
        Assert.All(CellFrames.GeneNames, gene => Assert.Equal(CellFrames.ValuesOf(filled, gene), CellFrames.ValuesOf(other, gene)));
        Assert.Equal(-1.5, other["unknown gene"][7]);
    }

    [Fact]
    public void A_few_missing_genes_count_as_zeros_and_many_are_refused()
    {
        var (zero, without) = (CellFrames.Simulated(), CellFrames.Simulated());
        var gone = CellFrames.GeneNames.Take(3).ToArray();
        foreach (var gene in gone)
        {
            for (var row = 0; row < zero.Rows.Count; row++) zero[gene][row] = null;
            without.Columns.Remove(gene);
        }

        var (expected, actual) = (zero.FillGaps(_model), without.FillGaps(_model));
        Assert.All(CellFrames.GeneNames.Except(gone), gene =>
            Assert.Equal(CellFrames.ValuesOf(expected, gene), CellFrames.ValuesOf(actual, gene)));
        Assert.True(actual.Columns.IndexOf(gone[0]) < 0);
        Assert.Contains("lacks 3 of the model's",
            Assert.Throws<GapFillException>(() => without.FillGaps(_model, minGeneOverlap: 0.99)).Message);
    }

    [Fact]
    public void A_log_normalised_frame_is_noticed()
    {
        var log = new DataFrame(CellFrames.GeneNames.Select((gene, column) =>
            new SingleDataFrameColumn(gene, Enumerable.Range(0, TestCells.Simulated.Counts.CellCount)
            .Select(cell => (float)Math.Log(1
            + 1e4 * TestCells.Simulated.Counts[cell, column] / TestCells.Simulated.Counts.LibrarySize(cell))))));
        Assert.Contains("The data frame does not hold raw counts", Assert.Throws<GapFillException>(() => log.FillGaps(_model)).Message);
        foreach (var refusing in (SuspiciousInput[])[SuspiciousInput.Warn, SuspiciousInput.Refuse])
            Assert.StartsWith("The data frame does not hold raw counts", Assert.Throws<GapFillException>(() =>
                log.FillGaps(TestCells.Quick with { OnSuspiciousInput = refusing })).Message, StringComparison.Ordinal);
        Assert.Equal(log.Columns.Count, log.FillGaps(_model, onSuspiciousInput: SuspiciousInput.Accept).Columns.Count);
    }

    [Fact]
    public void A_scaled_frame_is_noticed()
    {
        var scaled = new DataFrame(CellFrames.GeneNames.Select((gene, column) => new SingleDataFrameColumn(gene,
            Enumerable.Range(0, TestCells.Simulated.Counts.CellCount).Select(cell => TestCells.Simulated.Counts[cell, column] - 0.5f))));
        Assert.Equal("The data frame does not hold raw counts: -0.5 is the lowest of its values, so they were scaled or centred; "
            + "expected raw counts.", Assert.Throws<GapFillException>(() => scaled.FillGaps(_model)).Message);
    }

    [Fact]
    public void Missing_counts_are_filled_as_zeros_are()
    {
        var (zero, missing) = (CellFrames.Simulated(), CellFrames.Simulated());
        var (whole, real) = (CellFrames.GeneNames[1], CellFrames.GeneNames[2]);
        (zero[whole][4], zero[real][5], zero[real][6]) = (0, 0d, 0d);
        (missing[whole][4], missing[real][5], missing[real][6]) = (null, null, double.NaN);
        var (expected, actual) = (zero.FillGaps(_model), missing.FillGaps(_model));
        Assert.All(CellFrames.GeneNames, gene => Assert.Equal(CellFrames.ValuesOf(expected, gene), CellFrames.ValuesOf(actual, gene)));
    }

    [Fact]
    public void A_cell_with_what_is_no_count_is_NaN_and_the_others_are_filled_as_before()
    {
        var (frame, wrong) = (CellFrames.Simulated(), CellFrames.Simulated());
        (wrong[CellFrames.GeneNames[1]][4], wrong[CellFrames.GeneNames[2]][6]) = (-1, double.PositiveInfinity);

        var (expected, found) = (frame.FillGaps(_model), wrong.FillGaps(_model));

        foreach (var gene in CellFrames.GeneNames)
        {
            var (before, after) = (CellFrames.ValuesOf(expected, gene), CellFrames.ValuesOf(found, gene));
            for (var cell = 0; cell < before.Length; cell++) Assert.Equal(cell is 4 or 6 ? float.NaN : before[cell], after[cell]);
        }
        Assert.Equal($"Column '{CellFrames.GeneNames[1]}', row 5: found -1; expected a count, a finite number that is not negative.",
            Assert.Throws<GapFillException>(() => wrong.FillGaps(TestCells.Quick, ["cluster"])).Message);
    }

    [Fact]
    public void The_least_counts_are_observed_and_keep_their_bits()
    {
        using var model = _model.With(_model.Scoring with { AdditionalColumns = GapFillColumns.Observed });
        var genes = model.GeneNames.Count;
        var (first, second) = (model.ModelledGenes[0], model.ModelledGenes[1]);
        var (alone, among) = (new float[genes], new float[genes]);
        (alone[first], alone[second]) = (float.Epsilon, 3 * float.Epsilon);
        (among[first], among[second]) = (1e-39f, 5);

        var view = model.Transform(TestCells.View([alone, among], genes, model.GeneNames));

        var (observed, filled) = (TestCells.Filled(view, "Filled.Observed"), TestCells.Filled(view));
        foreach (var gene in (int[])[first, second])
            for (var cell = 0; cell < 2; cell++)
                Assert.Equal(BitConverter.SingleToInt32Bits(observed[cell][gene]), BitConverter.SingleToInt32Bits(filled[cell][gene]));
        Assert.Equal(Math.Log(1 + 1e4 / 4), filled[0][first], 1e-5);
        Assert.Equal(Math.Log(1 + 3e4 / 4), filled[0][second], 1e-5);

        var frame = new DataFrame(model.GeneNames.Select((name, gene) => new SingleDataFrameColumn(name, [alone[gene], among[gene]])))
            .FillGaps(_model, onSuspiciousInput: SuspiciousInput.Accept);
        for (var gene = 0; gene < genes; gene++)
            Assert.Equal([filled[0][gene], filled[1][gene]], CellFrames.ValuesOf(frame, model.GeneNames[gene]));
    }

    [Fact]
    public void One_cell_is_enough_for_a_model()
    {
        var all = CellFrames.Simulated().FillGaps(_model);
        var one = new DataFrame(CellFrames.GeneNames.Select(gene =>
            new SingleDataFrameColumn(gene, [TestCells.Simulated.Counts[0, CellFrames.GeneNames.ToList().IndexOf(gene)]])));
        Assert.All(CellFrames.GeneNames, gene =>
            Assert.Equal(CellFrames.ValuesOf(all, gene)[0], Assert.Single(CellFrames.ValuesOf(one.FillGaps(_model), gene)), 1e-5));
    }

    [Fact]
    public void One_cell_is_not_enough_to_train()
    {
        var one = new DataFrame(new Int32DataFrameColumn("A", [1]), new Int32DataFrameColumn("B", [2]));
        Assert.Contains("found 1 cell with counts; expected at least 2", Assert.Throws<GapFillException>(() => one.FillGaps()).Message);
    }

    [Fact]
    public void Additional_columns_have_no_place() =>
        Assert.StartsWith("AdditionalColumns is ExpectedRate; expected None",
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                CellFrames.Simulated().FillGaps(new UNetGapFillOptions
                {
                    Scoring = new() { AdditionalColumns = GapFillColumns.ExpectedRate },
                })).Message);

    [Fact]
    public void Stops_when_told()
    {
        var stopped = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => CellFrames.Simulated().FillGaps(_model, stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => CellFrames.Simulated().FillGaps(TestCells.Quick, ["cluster"],
            cancellationToken: stopped));
    }

    private static object?[] Values(DataFrameColumn column) => [.. column.Cast<object?>()];

    private sealed class Immediately(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
