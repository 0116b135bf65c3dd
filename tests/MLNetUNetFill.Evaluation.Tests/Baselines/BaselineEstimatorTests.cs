using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class BaselineEstimatorTests
{
    private static readonly float[][] Rows = [[1, 0, 3], [2, 2, 0], [5, 0, 0], [0, 0, 0], [0, 4, 1]];

    [Fact]
    public void One_append_in_a_pipeline()
    {
        var context = new MLContext(1);

        var data = context.Transforms.CopyColumns("Raw", "Counts")
            .Append(context.Transforms.FillGapsWithBaseline(new KnnMeanBaseline { Neighbours = 5 }))
            .Append(context.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 4, seed: 1))
            .Append(context.Clustering.Trainers.KMeans("Components", numberOfClusters: 3))
            .Fit(TestCells.View()).Transform(TestCells.View());

        Assert.Equal(60, data.GetColumn<uint>("PredictedLabel").Count());
        Assert.Equal(TestCells.Simulated.Counts.GeneNames, SlotNames(data.Schema["Filled"]));
    }

    [Fact]
    public void The_whole_view_is_imputed_together_and_cells_without_counts_stay_zero()
    {
        var filled = TestCells.Filled(Fill(new CellView(Rows, 3)));

        var alone = new GeneMeanBaseline().Impute(Counts.Of(Rows[0], Rows[1], Rows[2], Rows[4]), default).Filled;
        Assert.Equal([alone[..3], alone[3..6], alone[6..9], [0, 0, 0], alone[9..]], filled);
    }

    [Fact]
    public void Nothing_is_read_until_the_filled_column_is()
    {
        var view = new CellView(Rows, 3);

        var data = Fill(view);
        Assert.Equal([0, 0.5, 1, 1.5, 2], data.GetColumn<double>("Weight"));
        Assert.Equal(0, view.CountsRead);

        TestCells.Filled(data);
        TestCells.Filled(data);
        Assert.Equal(5, view.CountsRead);
        Assert.Equal(0, view.OpenCursors);
    }

    [Fact]
    public void A_missing_or_wrong_column_is_named()
    {
        var view = new CellView(Rows, 3);

        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => new BaselineEstimator(new GeneMeanBaseline(), inputColumnName: "Raw")
            .Fit(view));
        var wrong = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new BaselineEstimator(new GeneMeanBaseline(), inputColumnName: "Weight").Fit(view));

        Assert.Contains("Could not find input column 'Raw'", missing.Message);
        Assert.Contains("Schema mismatch for input column 'Weight'", wrong.Message);
    }

    [Theory]
    [InlineData("Raw", "Could not find input column 'Raw'")]
    [InlineData("Barcode", "Schema mismatch for input column 'Barcode'")]
    public void A_chain_knows_before_it_fits_that_a_column_does_not_do(string column, string message)
    {
        var chain = new MLContext(1).Transforms.CopyColumns("Copy", "Counts")
            .Append(new BaselineEstimator(new GeneMeanBaseline(), inputColumnName: column));

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(TestCells.View()));

        Assert.Equal("inputSchema", error.ParamName);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_negative_count_is_named()
    {
        var error = Assert.Throws<GapFillException>(() => TestCells.Filled(Fill(new CellView([[1, 2, 3], [1, -2, 3]], 3))));

        Assert.Contains("Column 'Counts', row 2, slot 2: found -2", error.Message);
    }

    [Fact]
    public void A_view_that_grows_while_it_is_read_is_refused()
    {
        var rows = Rows.ToList();
        var data = Fill(TestCells.View(rows, 3));
        TestCells.Filled(data);
        rows.Add([1, 1, 1]);

        var error = Assert.Throws<GapFillException>(() => TestCells.Filled(data));

        Assert.Contains("not among the 5 rows that were filled together", error.Message);
    }

    [Fact]
    public void Column_names_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new BaselineEstimator(new GeneMeanBaseline(), outputColumnName: " "));
        Assert.Contains("outputColumnName is 'Counts'",
            Assert.Throws<ArgumentException>(() => new BaselineEstimator(new GeneMeanBaseline(), "Counts")).Message);
    }

    [Fact]
    public void There_is_no_row_mapper_and_no_model_to_save()
    {
        var transformer = new BaselineEstimator(new GeneMeanBaseline()).Fit(new CellView(Rows, 3));

        Assert.False(transformer.IsRowToRowMapper);
        Assert.Throws<NotSupportedException>(() => { ((ITransformer)transformer).GetRowToRowMapper(new CellView(Rows, 3).Schema); });
        Assert.Throws<NotSupportedException>(() => ((ICanSaveModel)transformer).Save(null!));
    }

    [Fact]
    public void A_cancelled_imputation_stops_at_the_first_row()
    {
        using var cancelled = new CancellationTokenSource();
        var data = new BaselineEstimator(new GeneMeanBaseline(), cancellationToken: cancelled.Token).Fit(new CellView(Rows, 3))
            .Transform(new CellView(Rows, 3));
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => TestCells.Filled(data));
    }

    private static IDataView Fill(IDataView view) => new BaselineEstimator(new GeneMeanBaseline()).Fit(view).Transform(view);

    private static string[] SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
