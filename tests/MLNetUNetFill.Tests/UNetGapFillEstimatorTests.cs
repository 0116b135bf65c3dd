using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public class UNetGapFillEstimatorTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void One_append_in_a_pipeline()
    {
        var data = TestCells.View();
        var model = _context.Transforms.CopyColumns("Raw", "Counts")
            .Append(new UNetGapFillEstimator(TestCells.Quick))
            .Append(_context.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 5, seed: 1))
            .Append(_context.Clustering.Trainers.KMeans("Components", numberOfClusters: 3))
            .Fit(data);
        var labels = model.Transform(data).GetColumn<uint>("PredictedLabel").ToArray();
        Assert.Equal(60, labels.Length);
        Assert.All(labels, label => Assert.InRange(label, 1u, 3u));
    }

    [Fact]
    public void Catalog_names_the_columns()
    {
        var estimator = _context.Transforms.FillGapsWithUNet("Imputed", "Counts", TestCells.Quick with { Epochs = 1 });
        using var transformer = estimator.Fit(TestCells.View());
        Assert.Equal(("Counts", "Imputed"), (transformer.InputColumnName, transformer.OutputColumnName));
        Assert.Contains(transformer.Transform(TestCells.View()).Schema, column => column.Name == "Imputed");
    }

    [Fact]
    public void Schema_shape_agrees_with_the_schema()
    {
        var data = TestCells.View();
        var estimator = new UNetGapFillEstimator(TestCells.Quick with { Epochs = 1 });
        // A fitted copy of the input has the same columns: its shape is the input's.
        var copied = new EstimatorChain<ITransformer>().Append(_context.Transforms.CopyColumns("Raw", "Counts"))
            .Append(estimator).Append(_context.Transforms.CopyColumns("Again", "Filled"));
        using var model = copied.Fit(data);
        Assert.Equal(["Counts", "Barcode", "Raw", "Filled", "Again"], model.GetOutputSchema(data.Schema).Select(column => column.Name));
    }

    [Fact]
    public void Missing_column_is_named_with_those_present()
    {
        var estimator = new UNetGapFillEstimator(TestCells.Quick with { InputColumnName = "Cuonts" });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(TestCells.View()));
        Assert.Contains("Could not find input column 'Cuonts'; the columns are 'Counts', 'Barcode'.", error.Message);
        Assert.Contains("'Cuonts'", Assert.Throws<ArgumentOutOfRangeException>(() =>
            _context.Transforms.CopyColumns("Raw", "Counts").Append(estimator).Fit(TestCells.View())).Message);
    }

    [Fact]
    public void Column_of_the_wrong_type_says_expected_and_found()
    {
        var text = new UNetGapFillEstimator(TestCells.Quick with { InputColumnName = "Barcode" });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => text.Fit(TestCells.View()));
        Assert.Contains("Schema mismatch for input column 'Barcode': expected known-size vector of Single, got String", error.Message);

        var doubles = _context.Data.LoadFromEnumerable([new Doubles()]);
        Assert.Contains("expected known-size vector of Single", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new UNetGapFillEstimator(TestCells.Quick).Fit(doubles)).Message);
    }

    [Theory]
    [InlineData(-1f, "-1")]
    [InlineData(float.NaN, "NaN")]
    public void A_value_that_is_no_count_is_placed(float value, string found)
    {
        float[][] rows = [[1, 2, 3], [1, value, 3], [4, 0, 1]];
        var error = Assert.Throws<GapFillException>(() => new UNetGapFillEstimator(TestCells.Quick).Fit(TestCells.View(rows, 3)));
        Assert.Contains($"Column 'Counts', row 2, slot 2: found {found}", error.Message);
    }

    [Fact]
    public void One_cell_with_counts_is_too_few()
    {
        float[][] rows = [[1, 2, 3], [0, 0, 0]];
        var error = Assert.Throws<GapFillException>(() => new UNetGapFillEstimator(TestCells.Quick).Fit(TestCells.View(rows, 3)));
        Assert.Contains("found 1 cell with counts; expected at least 2", error.Message);
    }

    [Fact]
    public void A_gene_that_no_cell_shows_is_not_invented()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 20).Select(_ => new float[] { random.Next(4), random.Next(4), 0, random.Next(4), 1 }).ToArray();
        using var transformer = new UNetGapFillEstimator(TestCells.Quick with { HighlyVariableGenes = 0 }).Fit(TestCells.View(rows, 5));
        Assert.Equal(4, transformer.ModelledGeneCount);
        Assert.All(TestCells.Filled(transformer.Transform(TestCells.View(rows, 5))), cell => Assert.Equal(0, cell[2]));
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        string Hash(int seed)
        {
            using var transformer = new UNetGapFillEstimator(TestCells.Quick with { Seed = seed, Epochs = 2 }).Fit(TestCells.View());
            return transformer.ModelHash;
        }
        var first = Hash(1);
        Assert.Equal(first, Hash(1));
        Assert.NotEqual(first, Hash(2));
    }

    [Fact]
    public void Reports_every_epoch_and_keeps_the_history()
    {
        var reports = new List<TrainingProgress>();
        using var transformer = new UNetGapFillEstimator(TestCells.Quick with { Preset = GapFillPreset.Published },
            new Listener(reports.Add)).Fit(TestCells.View());
        Assert.Equal([1, 2, 3], reports.Select(report => report.Latest.Epoch));
        Assert.Equal(transformer.History, reports.Select(report => report.Latest));
        Assert.Equal(transformer.History.MinBy(epoch => epoch.ValidationLoss)!.Epoch, transformer.BestEpoch);
    }

    [Theory]
    [InlineData(GapFillPreset.Context)]
    [InlineData(GapFillPreset.Published)]
    public void More_cells_than_training_may_hold_are_sampled_and_all_are_filled(GapFillPreset preset)
    {
        var options = TestCells.Quick with { Preset = preset, MaxTrainingCells = 25, Epochs = 1 };
        using var all = new UNetGapFillEstimator(options with { MaxTrainingCells = 60 }).Fit(TestCells.View());
        using var sampled = new UNetGapFillEstimator(options).Fit(TestCells.View());
        Assert.Equal(("60", "25"), (all.Provenance["training_cells"], sampled.Provenance["training_cells"]));
        // The statistics that choose the genes are those of all cells.
        Assert.Equal(all.ModelledGenes, sampled.ModelledGenes);
        Assert.Equal(60, TestCells.Filled(sampled.Transform(TestCells.View())).Count(row => row.Any(value => value > 0)));
    }

    [Theory]
    [InlineData(GapFillPreset.Context)]
    [InlineData(GapFillPreset.Published)]
    public void A_validation_set_measures_and_trains_nothing(GapFillPreset preset)
    {
        var options = TestCells.Quick with { Preset = preset, Scoring = new() { AdditionalColumns = preset == GapFillPreset.Context
            ? GapFillColumns.All : default } };
        var (all, genes) = (TestCells.Simulated.Counts, TestCells.Simulated.Counts.GeneCount);
        IDataView Cells(int from, int count, float factor = 1) => TestCells.View(
            Enumerable.Range(from, count).Select(cell => Array.ConvertAll(TestCells.Dense(all, cell), value => value * factor)), genes,
            all.GeneNames);
        var (first, second) = (Fit(Cells(40, 20)), Fit(Cells(35, 15, factor: 3)));
        using (first)
        using (second)
        {
            Assert.Equal(("40", "40"), (first.Provenance["training_cells"], second.Provenance["training_cells"]));
            // Whatever the validation cells are, training is the same; what is measured on them is not.
            Assert.Equal(first.History.Select(epoch => epoch.TrainingLoss), second.History.Select(epoch => epoch.TrainingLoss));
            Assert.NotEqual(first.History.Select(epoch => epoch.ValidationLoss), second.History.Select(epoch => epoch.ValidationLoss));
            if (preset == GapFillPreset.Published)
            {
                Assert.Equal(first.History.MinBy(epoch => epoch.ValidationLoss)!.Epoch, first.BestEpoch);
                return;
            }
            var (one, other) = (first.Transform(Cells(0, 9)), second.Transform(Cells(0, 9)));
            Assert.Equal(TestCells.Filled(one), TestCells.Filled(other));
            Assert.NotEqual(TestCells.Filled(one, "FillUncertainty"), TestCells.Filled(other, "FillUncertainty"));
        }

        UNetGapFillTransformer Fit(IDataView validation) => new UNetGapFillEstimator(options).Fit(Cells(0, 40), validation);
    }

    [Fact]
    public void A_validation_set_of_other_genes_is_refused()
    {
        var error = Assert.Throws<GapFillException>(() => new UNetGapFillEstimator(TestCells.Quick)
            .Fit(TestCells.View(), TestCells.View([[1, 2, 3]], 3)));
        Assert.Equal("Column 'Counts' of the validation set: found 3 genes; expected the training set's 80.", error.Message);
    }

    [Fact]
    public void A_value_of_a_validation_set_that_is_no_count_is_told_as_the_set_s()
    {
        float[][] cells = [[.. Enumerable.Repeat(1f, 80)], [.. Enumerable.Repeat(1f, 80)]];
        cells[1][6] = -2;
        var error = Assert.Throws<GapFillException>(() => new UNetGapFillEstimator(TestCells.Quick)
            .Fit(TestCells.View(), new CellView(cells, 80)));
        Assert.Equal("Validation set: Column 'Counts', row 2, slot 7: found -2; expected a count, a finite number that is not negative.",
            error.Message);
    }

    [Fact]
    public void Landmarks_bound_the_size_of_the_model()
    {
        var path = Path.GetTempFileName();
        var sizes = new[] { 10, 60 }.Select(landmarks =>
        {
            using var transformer = new UNetGapFillEstimator(TestCells.Quick with { MaxLandmarks = landmarks, Epochs = 1 })
                .Fit(TestCells.View());
            transformer.Save(path);
            return new FileInfo(path).Length;
        }).ToArray();
        File.Delete(path);
        Assert.True(sizes[1] - sizes[0] > 50 * TestCells.Quick.HighlyVariableGenes, $"{sizes[0]} and {sizes[1]} bytes");
    }

    [Fact]
    public void Says_what_it_is_going_to_train_before_it_does()
    {
        var reports = new List<object>();
        var estimator = new UNetGapFillEstimator(TestCells.Quick with { Epochs = 1, MaxTrainingCells = 50, MaxLandmarks = 20 },
            new Listener(reports.Add))
        {
            Planned = new PlanListener(reports.Add),
        };
        using var transformer = estimator.Fit(TestCells.View());
        Assert.Equal([typeof(TrainingPlan), typeof(TrainingProgress)], reports.Select(report => report.GetType()));
        var plan = (TrainingPlan)reports[0];
        Assert.Equal((60, 50, 40, 20), (plan.Cells, plan.TrainingCells, plan.Genes, plan.Landmarks));
    }

    [Fact]
    public void Cancellation_ends_the_training()
    {
        using var cancellation = new CancellationTokenSource();
        var estimator = new UNetGapFillEstimator(TestCells.Quick with { Epochs = 1000 }, new Listener(_ => cancellation.Cancel()),
            cancellation.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(TestCells.View()));
    }

    [Theory]
    [InlineData(GapFillPreset.Context, 6)]
    [InlineData(GapFillPreset.Published, 30)]
    public void Fills_held_out_entries_better_than_the_gene_mean(GapFillPreset preset, int epochs)
    {
        var cells = CellSimulator.Simulate(new SimulationOptions
        {
            Cells = 300, Genes = 120, CellTypes = 4, LibrarySizeLocation = 8, GeneModules = 4, ModuleGeneShare = 0.9, ModuleScale = 1,
                Seed = 3,
        });
        var heldOut = HoldOut.Choose(cells.Counts, 0.1, 1);
        var options = new UNetGapFillOptions { Preset = preset, Scoring = new() { Policy = FillPolicy.IfExpressed },
            HighlyVariableGenes = 0, Epochs = epochs, Device = ComputeDevice.Cpu };
        using var transformer = new UNetGapFillEstimator(options).Fit(TestCells.View(heldOut.Corrupted));
        var filled = TestCells.Filled(transformer.Transform(TestCells.View(heldOut.Corrupted)));

        var truth = heldOut.Truth();
        var entries = heldOut.Entries.Select(entry => (entry.Cell, entry.Gene)).ToArray();
        var network = EntryErrors.Compute(truth, [.. entries.Select(entry => filled[entry.Cell][entry.Gene])]);
        var geneMean = EntryErrors.Compute(truth, GeneMeanBaseline.Predict(heldOut.Corrupted.Normalize().Cells, entries));
        Assert.True(network.Rmse < 0.97 * geneMean.Rmse, $"U-Net {network.Rmse}, gene mean {geneMean.Rmse}");
    }

    [Fact]
    public void Genes_by_levels_fill_zeros_and_keep_what_was_observed()
    {
        var options = TestCells.Quick with { Preset = GapFillPreset.Published, Layout = GeneLayout.GeneByLevel, ExpressionLevels = 4,
            HighlyVariableGenes = 0 };
        using var transformer = new UNetGapFillEstimator(options).Fit(TestCells.View());
        var filled = TestCells.Filled(transformer.Transform(TestCells.View()));

        var counts = TestCells.Simulated.Counts;
        for (var cell = 0; cell < filled.Length; cell++)
        {
            var observed = TestCells.Dense(counts, cell);
            for (var gene = 0; gene < observed.Length; gene++)
                if (observed[gene] > 0) Assert.Equal(LibrarySize.Log1pCp10k(observed[gene], counts.LibrarySize(cell)), filled[cell][gene]);
        }
        Assert.Contains(filled.SelectMany((row, cell) => row.Where((value, gene) => TestCells.Dense(counts, cell)[gene] == 0)), value =>
            value > 0);
    }

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    private sealed class PlanListener(Action<TrainingPlan> report) : IProgress<TrainingPlan>
    {
        public void Report(TrainingPlan value) => report(value);
    }

    private sealed class Doubles
    {
        [VectorType(3)]
        public double[] Counts { get; set; } = [1, 2, 3];
    }
}
