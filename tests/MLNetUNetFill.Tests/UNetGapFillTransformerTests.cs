using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public class UNetGapFillTransformerTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private readonly MLContext _context = new(1);
    private readonly UNetGapFillTransformer _transformer = trained.Transformer;

    [Fact]
    public void Says_what_it_is()
    {
        Assert.Equal(("Counts", "Filled"), (_transformer.InputColumnName, _transformer.OutputColumnName));
        Assert.Equal(40, _transformer.ModelledGeneCount);
        Assert.Equal(TestCells.Simulated.Counts.GeneNames, _transformer.GeneNames);
        Assert.Equal(new(ComputeDevice.Cpu, ComputeDevice.Cpu, null, null), _transformer.ScoringDevice);
        Assert.Equal(_transformer.ScoringDevice, _transformer.TrainingDevice);
        Assert.Equal("1", _transformer.Provenance["seed"]);
        Assert.Contains("\"Epochs\":3", _transformer.Provenance["options"]);
    }

    [Fact]
    public void Keeps_observed_entries_and_fills_the_modelled_ones()
    {
        var counts = TestCells.Simulated.Counts;
        var filled = TestCells.Filled(_transformer.Transform(TestCells.View()));
        var filledIn = 0;
        for (var cell = 0; cell < counts.CellCount; cell++)
            for (var gene = 0; gene < counts.GeneCount; gene++)
                if (counts[cell, gene] > 0)
                    Assert.Equal(Math.Log(1 + 1e4 * counts[cell, gene] / counts.LibrarySize(cell)), filled[cell][gene], 1e-5);
                else if (filled[cell][gene] > 0)
                    filledIn++;
        Assert.True(filledIn > counts.CellCount * 10, $"only {filledIn} entries were filled");
    }

    [Fact]
    public void Observed_entries_do_not_depend_on_the_batch()
    {
        using var single = Reload(batchSize: 1);
        var (all, one) = (TestCells.Filled(_transformer.Transform(TestCells.View())), TestCells.Filled(single.Transform(TestCells.View())));
        var counts = TestCells.Simulated.Counts;
        for (var cell = 0; cell < counts.CellCount; cell++)
            foreach (var gene in counts.GenesOf(cell))
                Assert.Equal(BitConverter.SingleToInt32Bits(all[cell][gene]), BitConverter.SingleToInt32Bits(one[cell][gene]));
    }

    [Fact]
    public void A_cell_without_counts_stays_zero()
    {
        var filled = TestCells.Filled(_transformer.Transform(TestCells.View([new float[80], TestCells.Dense(TestCells.Simulated.Counts, 0)],
            80)));
        Assert.All(filled[0], value => Assert.Equal(0, value));
        Assert.Contains(filled[1], value => value > 0);
    }

    [Fact]
    public void Is_lazy()
    {
        var read = 0;
        IEnumerable<float[]> Rows()
        {
            read++;
            yield return TestCells.Dense(TestCells.Simulated.Counts, 0);
        }
        var view = _transformer.Transform(TestCells.View(Rows(), 80));
        Assert.Equal(0, read);
        Assert.Single(view.GetColumn<string>("Barcode"));
        Assert.Single(TestCells.Filled(view));
        Assert.Equal(2, read);
    }

    [Fact]
    public void Output_column_carries_gene_names_and_the_type_of_ML_NETs_own_transformer()
    {
        var schema = _transformer.GetOutputSchema(TestCells.View().Schema);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Filled"].GetSlotNames(ref names);
        Assert.Equal(_transformer.GeneNames, names.DenseValues().Select(name => name.ToString()));

        var path = Path.GetTempFileName();
        try
        {
            _transformer.Save(path);
            using var inner = PlainOnnxTransformer.Create(new MLContext(), File.ReadAllBytes(path), "Counts",
                _transformer.GeneNames.Count, ["Filled"], _transformer.GeneNames);
            Assert.Equal(inner.GetOutputSchema(TestCells.View().Schema)["Filled"].Type, schema["Filled"].Type);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Bare_file_reloads_to_the_same_model()
    {
        using var again = Reload();
        Assert.Equal(_transformer.ModelHash, again.ModelHash);
        Assert.Equal(_transformer.Provenance, again.Provenance);
        Assert.Equal(TestCells.Filled(_transformer.Transform(TestCells.View())), TestCells.Filled(again.Transform(TestCells.View())));
        Assert.Empty(again.History);
    }

    [Fact]
    public void Saved_chain_reloads_and_predicts_the_same()
    {
        var data = TestCells.View();
        var chain = _context.Transforms.CopyColumns("Raw", "Counts")
            .Append(new UNetGapFillEstimator(TestCells.Quick))
            .Append(_context.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 5, seed: 1))
            .Append(_context.Clustering.Trainers.KMeans("Components", numberOfClusters: 3))
            .Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(chain, data.Schema, stream);
        stream.Position = 0;
        var reloaded = new MLContext().Model.Load(stream, out var schema);

        Assert.Equal(["Counts", "Barcode"], schema.Select(column => column.Name));
        Assert.Equal(chain.Transform(data).GetColumn<uint>("PredictedLabel"), reloaded.Transform(data).GetColumn<uint>("PredictedLabel"));
        var (before, after) = (TestCells.Filled(chain.Transform(data)), TestCells.Filled(reloaded.Transform(data)));
        for (var cell = 0; cell < before.Length; cell++)
            for (var gene = 0; gene < 80; gene++) Assert.Equal(before[cell][gene], after[cell][gene], 1e-5f);
    }

    [Fact]
    public void Other_genes_are_refused()
    {
        var other = TestCells.View([new float[3]], 3);
        Assert.Contains("found 3 genes; expected the model's 80",
            Assert.Throws<GapFillException>(() => _transformer.Transform(other)).Message);

        var names = TestCells.Simulated.Counts.GeneNames.ToArray();
        (names[3], names[4]) = (names[4], names[3]);
        var swapped = TestCells.View([new float[80]], 80, names);
        Assert.Contains($"slot 4: found gene '{names[3]}'; expected the model's '{names[4]}'",
            Assert.Throws<GapFillException>(() => _transformer.Transform(swapped)).Message);
    }

    [Fact]
    public void Missing_or_foreign_files_are_refused()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "model.onnx");
        Assert.Contains(missing, Assert.Throws<GapFillException>(() => UNetGapFillTransformer.Load(missing)).Message);
        Assert.EndsWith("is a folder; expected a model written by 'unetfill train'.",
            Assert.Throws<GapFillException>(() => UNetGapFillTransformer.Load(Path.GetTempPath())).Message);

        var foreign = Path.GetTempFileName();
        try
        {
            File.WriteAllText(foreign, "no model at all");
            Assert.Contains(foreign, Assert.Throws<GapFillException>(() => UNetGapFillTransformer.Load(foreign)).Message);
        }
        finally
        {
            File.Delete(foreign);
        }
    }

    [Fact]
    public void A_save_that_fails_leaves_nothing()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Assert.Throws<GapFillException>(() => _transformer.Save(folder.FullName));
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private UNetGapFillTransformer Reload(int batchSize = 64)
    {
        var path = Path.GetTempFileName();
        try
        {
            _transformer.Save(path);
            return UNetGapFillTransformer.Load(path, new() { Device = ComputeDevice.Cpu, Threads = 1, BatchSize = batchSize });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
