using Microsoft.ML;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class PresetTrainingTests
{
    private static readonly int[] Genes = [.. Enumerable.Range(0, 40)];
    private static readonly UNetGapFillOptions Options = TestCells.Quick with { ValidationFraction = 0.2 };

    [Theory]
    [InlineData(ExpressionScaling.PerGene, GeneLayout.CoExpressionGrid)]
    [InlineData(ExpressionScaling.Global, GeneLayout.GeneByLevel)]
    public void Changing_a_validation_entrys_true_value_changes_nothing_in_the_published_network(ExpressionScaling scaling,
        GeneLayout layout)
    {
        // More epochs would choose among weights by these values: that is what they are set aside for.
        var options = Options with { Preset = GapFillPreset.Published, Scaling = scaling, Layout = layout, Epochs = 1 };
        var (before, after) = Train(options);
        var (network, changed) = ((PublishedNetwork)before.Network, (PublishedNetwork)after.Network);

        Assert.NotEqual(before.History[0].ValidationLoss, after.History[0].ValidationLoss);
        Assert.Equal(before.Pixels.PixelOfGene, after.Pixels.PixelOfGene);
        Assert.Equal(network.Scale, changed.Scale);
        Assert.Equal(network.Offset, changed.Offset);
        Assert.All(network.Weights, weight => Assert.Equal(weight.Value.Values, changed.Weights[weight.Key].Values));
    }

    [Fact]
    public void Changing_a_validation_entrys_true_value_changes_nothing_in_the_value_branch()
    {
        var (before, after) = Train(Options);
        var (network, changed) = ((ContextNetwork)before.Network, (ContextNetwork)after.Network);
        var value = network.Weights.Where(weight => weight.Key.StartsWith("value.", StringComparison.Ordinal)).ToArray();

        Assert.NotEqual(network.UncertaintyScale, changed.UncertaintyScale);
        Assert.Equal(before.Pixels.PixelOfGene, after.Pixels.PixelOfGene);
        Assert.NotEmpty(value);
        Assert.All(value, weight => Assert.Equal(weight.Value.Values, changed.Weights[weight.Key].Values));
    }

    [Fact]
    public void Cells_held_out_of_training_are_as_deep_as_what_is_left_of_them()
    {
        var cells = TrainingCounts.Build(TestCells.Simulated.Counts, Genes);
        var (whole, visible, asked, _) = ContextValidation.HeldOut(cells, Options);

        Assert.Same(cells, whole);
        Assert.Equal(1, visible.VisibleShare);
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            var hidden = asked.EntriesOf(cell).ToArray().Sum(entry => cells.Values[entry]);
            Assert.Equal(cells.Libraries[cell] - hidden, visible.Libraries[cell]);
        }
    }

    [Fact]
    public void Changing_an_entry_asked_of_cells_held_out_of_training_changes_no_pixel_that_it_is_predicted_from()
    {
        var options = Options with { Preset = GapFillPreset.Published, Scaling = ExpressionScaling.Global, Epochs = 1 };
        var rows = Rows();
        var counts = TrainingCounts.Build(TestCells.Simulated.Counts, Genes);
        var asked = ValidationSplit.OfCells(counts, options);

        // Both are the brightest pixel, so the loss is the same if the other pixels are.
        Assert.Equal(Loss(1e6f), Loss(2e6f));

        double Loss(float count)
        {
            var others = Rows();
            for (var cell = 0; cell < others.Length; cell++)
                foreach (var entry in asked.EntriesOf(cell)) others[cell][counts.Genes[entry]] = count;
            return Train(rows, options, others).History[0].ValidationLoss;
        }
    }

    /// <summary>Trains on the simulated cells, and on cells with other true values behind the validation entries.</summary>
    private static (TrainedNetwork Before, TrainedNetwork After) Train(UNetGapFillOptions options)
    {
        var counts = TrainingCounts.Build(TestCells.Simulated.Counts, Genes);
        var validation = new ValidationSplit(counts, options.ValidationFraction, options.Seed);
        var rows = Rows();
        var before = Train(rows, options);
        for (var cell = 0; cell < rows.Length; cell++)
            foreach (var entry in validation.EntriesOf(cell)) rows[cell][counts.Genes[entry]] = rows[cell][counts.Genes[entry]] * 3 + 1;
        return (before, Train(rows, options));
    }

    private static float[][] Rows() =>
        [.. Enumerable.Range(0, TestCells.Simulated.Counts.CellCount).Select(cell => TestCells.Dense(TestCells.Simulated.Counts, cell))];

    private static TrainedNetwork Train(float[][] rows, UNetGapFillOptions options, float[][]? validation = null)
    {
        var (view, column, sample) = Read(rows, options);
        return PresetTraining.Run(view, column, Genes, sample, options, null, default,
            validation is null ? null : Read(validation, options));
    }

    private static (IDataView, DataViewSchema.Column, CellSample) Read(float[][] rows, UNetGapFillOptions options)
    {
        var view = TestCells.View(rows, rows[0].Length);
        var sample = new CellSample(options.MaxTrainingCells, options.Seed);
        TrainingCells.Measure(view, view.Schema["Counts"], sample, new CountEvidence(), default);
        return (view, view.Schema["Counts"], sample);
    }
}
