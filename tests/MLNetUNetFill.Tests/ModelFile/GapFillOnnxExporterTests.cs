using FsCheck;
using FsCheck.Fluent;
using MLNetUNetFill.Cells;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.ModelFile;

public class GapFillOnnxExporterTests
{
    [Theory]
    [InlineData(1, 70, 50, 8, 8, 2, 3)]
    [InlineData(2, 50, 50, 8, 8, 3, 3)] // every gene modelled, empty pixels
    [InlineData(3, 64, 64, 8, 8, 1, 1)] // every pixel a gene
    [InlineData(4, 90, 33, 4, 12, 2, 5)] // not square
    [InlineData(5, 60, 38, 40, 8, 2, 3, 8)] // genes by levels, empty rows
    [InlineData(6, 40, 40, 40, 4, 3, 3, 4)]
    public void The_graph_computes_the_model(int seed, int genes, int modelled, int height, int width, int channels, int kernel,
        int levels = 1)
    {
        var model = RandomModels.Create(seed, genes, modelled, height, width, channels, kernel, levels);
        var counts = RandomModels.Counts(seed, 5, genes, emptyCells: 3);

        var (filled, _) = Score(model, counts);

        for (var cell = 0; cell < 5; cell++)
        {
            var expected = ReferenceForwardPass.Fill(model, counts.AsSpan(cell * genes, genes));
            for (var gene = 0; gene < genes; gene++) Assert.Equal(expected[gene], filled[cell * genes + gene], 1e-4);
        }
        Assert.Contains(model.ModelledGenes, gene => counts[gene] == 0 && filled[gene] > 0);
    }

    [Fact]
    public void Observed_values_and_genes_outside_the_selection_keep_their_bits()
    {
        var model = RandomModels.Create();
        int genes = model.GeneNames.Count;
        var isModelled = model.ModelledGenes.ToHashSet();
        var counts = RandomModels.Counts(7, 6, genes);

        var (filled, observed) = Score(model, counts);

        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) Assert.Equal(0f, observed[i]);
            if (counts[i] > 0 || !isModelled.Contains(i % genes)) Assert.Equal(BitConverter.SingleToInt32Bits(observed[i]),
                BitConverter.SingleToInt32Bits(filled[i]));
        }
    }

    [Fact]
    public void A_cell_gets_the_same_observed_values_in_a_batch_of_any_size()
    {
        var model = RandomModels.Create();
        int genes = model.GeneNames.Count;
        var counts = RandomModels.Counts(8, 5, genes);

        var (filled, observed) = Score(model, counts);

        for (var cell = 0; cell < 5; cell++)
        {
            var (filledAlone, observedAlone) = Score(model, counts[(cell * genes)..((cell + 1) * genes)]);
            Assert.Equal(observed[(cell * genes)..((cell + 1) * genes)], observedAlone);
            for (var gene = 0; gene < genes; gene++) Assert.Equal(filledAlone[gene], filled[cell * genes + gene], 1e-5f);
        }
    }

    [Fact]
    public void Observed_values_have_the_bits_that_training_computes()
    {
        var model = RandomModels.Create();
        int genes = model.GeneNames.Count;
        var counts = RandomModels.Counts(10, 20, genes);

        var (_, observed) = Score(model, counts);

        for (var cell = 0; cell < 20; cell++)
        {
            var row = counts[(cell * genes)..((cell + 1) * genes)];
            var library = row.Sum(count => (double)count);
            for (var gene = 0; gene < genes; gene++) Assert.Equal(LibrarySize.Log1pCp10k(row[gene], library),
                observed[cell * genes + gene]);
        }
    }

    [Fact]
    public void Observed_values_are_log1p_of_counts_per_ten_thousand()
    {
        var model = RandomModels.Create(genes: 60, modelled: 40);

        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var counts = RandomModels.Counts(seed, 1, 60);
            var (_, observed) = Score(model, counts);
            double sum = counts.Sum();
            return Enumerable.Range(0, 60).All(gene => Math.Abs(observed[gene] - Math.Log(1 + 1e4 * counts[gene] / sum)) < 1e-6);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_empty_cell_stays_zero()
    {
        var model = RandomModels.Create();
        var counts = RandomModels.Counts(9, 3, model.GeneNames.Count, emptyCells: 1);

        var (filled, observed) = Score(model, counts);

        int genes = model.GeneNames.Count;
        Assert.All(filled[genes..(2 * genes)], value => Assert.Equal(0f, value));
        Assert.All(observed[genes..(2 * genes)], value => Assert.Equal(0f, value));
        Assert.All(filled, value => Assert.True(float.IsFinite(value) && value >= 0));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        Assert.Equal(GapFillOnnxExporter.Export(RandomModels.Create(5)), GapFillOnnxExporter.Export(RandomModels.Create(5)));
        Assert.NotEqual(GapFillOnnxExporter.Export(RandomModels.Create(5)), GapFillOnnxExporter.Export(RandomModels.Create(6)));
    }

    [Theory]
    [InlineData("enc1.conv1.weight", "zero")]
    [InlineData("log", "library_size")]
    public void Column_names_cannot_clash_with_names_inside_the_graph(string input, string output)
    {
        var model = RandomModels.Create();
        var renamed = model with { InputName = input, OutputName = output };
        var counts = RandomModels.Counts(3, 2, model.GeneNames.Count);

        Assert.Equal(Score(model, counts).Filled, Score(renamed, counts).Filled);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        var model = RandomModels.Create();
        var network = (PublishedNetwork)model.Network;
        var missing = network.Weights.Where(entry => entry.Key != "up2.bias").ToDictionary();
        var reshaped = network.Weights.ToDictionary();
        reshaped["head.weight"] = reshaped["head.weight"] with { Shape = [2, 1, 1, 1] };

        Refused(model with { Network = network with { Weights = missing } },
            "The weights have no 'up2.bias'; expected a tensor of shape [4].");
        Refused(model with { Network = network with { Weights = reshaped } },
            "The weight 'head.weight' has shape [2, 1, 1, 1] and 2 values; expected shape [1, 2, 1, 1].");
        Refused(model with { Network = network with { Scale = network.Scale[1..] } }, "49 scales; expected 50 finite ones above 0.");
        Refused(model with { Network = network with { Scale = [0, .. network.Scale[1..]] } },
            "50 scales; expected 50 finite ones above 0.");
        Refused(model with { Network = network with { Offset = [float.NaN, .. network.Offset[1..]] } },
            "50 offsets; expected 50 finite ones.");
        Refused(model with { ModelledGenes = [.. model.ModelledGenes.Reverse()] },
            "50 modelled genes of 70; expected at least 1, as ascending indices below 70.");
        Refused(model with { ModelledGenes = [] }, "0 modelled genes of 70; expected at least 1, as ascending indices below 70.");
        Refused(model with { Pixels = model.Pixels with { Height = 6 } }, "The image has 6 x 8 pixels; expected multiples of 4.");
        Refused(model with { Pixels = model.Pixels with { PixelOfGene = new int[50] } },
            "50 gene pixels; expected 50 distinct ones below 64.");
        Refused(model with { Pixels = model.Pixels with { Levels = 4 } },
            "The image has 4 levels and 8 columns in a Published network; expected 1 level");
        Refused(model with { OutputName = "Counts" }, "'Counts' cannot name an input or output of the graph");
        Refused(model with { Provenance = new Dictionary<string, string> { ["unetfill.version"] = "9" } },
            "The provenance key 'unetfill.version' starts with 'unetfill.', which is reserved.");
    }

    [PythonFact("onnx", "python3-onnx")]
    public void The_file_passes_the_official_checker()
    {
        foreach (var model in new[] { RandomModels.Create(1), RandomModels.Create(2, genes: 50),
            RandomModels.Create(5, modelled: 30, height: 32, levels: 8), ContextModels.Create(3),
            ContextModels.Create(4, genes: 64, modelled: 64) })
        {
            var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
            File.WriteAllBytes(path, GapFillOnnxExporter.Export(model));
            try
            {
                Assert.Equal("opset 17, IR version 8, batch N: passes", PythonFactAttribute.Run("onnx", "check_onnx.py", path).Trim());
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    private static void Refused(GapFillModel model, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => GapFillOnnxExporter.Export(model)).Message);

    private static (float[] Filled, float[] Observed) Score(GapFillModel model, float[] counts)
    {
        using var session = new GapFillSession(GapFillModelFile.Read(GapFillOnnxExporter.Export(model)), ComputeDevice.Cpu, 1);
        var (filled, observed) = (new float[counts.Length], new float[counts.Length]);
        session.Score(counts, counts.Length / session.GeneCount,
            [new OutputBuffer(session.Model.OutputName, filled), new OutputBuffer(session.Model.OutputNames[1], observed)]);
        return (filled, observed);
    }
}
