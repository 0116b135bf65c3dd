using MLNetUNetFill.Imaging;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Imaging;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Networks;

/// <summary>The exported graph in ONNX Runtime gives what the network gives in TorchSharp.</summary>
[Collection(TorchCollection.Name)]
public sealed class OnnxParityTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(1, 70, 50, 8, 8, 2, 3)]
    [InlineData(2, 300, 300, 20, 16, 8, 3)]
    [InlineData(3, 40, 20, 4, 8, 4, 1)]
    [InlineData(4, 90, 60, 8, 12, 3, 5)]
    [InlineData(5, 60, 38, 40, 8, 4, 3, 8)]
    public void Random_weights_and_batch_statistics(int seed, int genes, int modelled, int height, int width, int channels, int kernel,
        int levels = 1)
    {
        var model = RandomModels.Create(seed, genes, modelled, height, width, channels, kernel, levels);

        AssertSame(model with { Network = model.Network with { Weights = WithInitialConvolutions(model) } },
            RandomModels.Counts(seed, 9, genes));
    }

    [Fact]
    public void A_trained_model()
    {
        var cells = SyntheticCells.Create(32);
        var pixels = SyntheticCells.Pixels(cells);
        var scaling = PixelScaling.Learn(ExpressionScaling.Global, cells);
        var options = new UNetGapFillOptions { Preset = GapFillPreset.Published, Epochs = 3, Threads = 1, Device = ComputeDevice.Cpu };
        var trained = PresetTraining.Published(cells, pixels, scaling, options, null, CancellationToken.None);

        var model = RandomModels.Create(genes: cells.GeneCount, modelled: cells.GeneCount) with
        {
            Pixels = pixels,
            Network = trained.Network,
        };
        AssertSame(model, RandomModels.Counts(1, 40, cells.GeneCount));
    }

    /// <summary>Random statistics, and convolutions as PyTorch initialises them: larger ones would blow up single precision's
    /// rounding.</summary>
    private static Dictionary<string, WeightTensor> WithInitialConvolutions(GapFillModel model)
    {
        manual_seed(1);
        using var network = new UNet(model.Network.Shape);
        return UNetWeights.Export(network).ToDictionary(weight => weight.Key,
            weight => weight.Key.Contains("norm", StringComparison.Ordinal) ? model.Network.Weights[weight.Key] : weight.Value);
    }

    private static void AssertSame(GapFillModel model, float[] counts)
    {
        var genes = model.GeneNames.Count;
        var cells = counts.Length / genes;
        var filled = new float[counts.Length];
        using (var session = new GapFillSession(GapFillModelFile.Read(GapFillOnnxExporter.Export(model)), ComputeDevice.Cpu,
            1)) session.Score(counts, cells, filled);

        var predicted = Predict(model, counts, cells);

        var compared = 0;
        for (var cell = 0; cell < cells; cell++)
        {
            for (var i = 0; i < model.ModelledGenes.Length; i++)
            {
                var at = cell * genes + model.ModelledGenes[i];
                if (counts[at] > 0) continue;
                Assert.Equal(predicted[cell * model.ModelledGenes.Length + i], filled[at], Tolerance);
                compared++;
            }
        }
        Assert.True(compared > cells, $"only {compared} entries compared");
        Assert.True(predicted.Max() - predicted.Min() > 100 * Tolerance, "the network's output is constant: the comparison says little");
    }

    /// <summary>The network in TorchSharp: log1p CP10k of the modelled genes, cells x modelled genes.</summary>
    private static float[] Predict(GapFillModel model, float[] counts, int cells)
    {
        var (genes, modelled, pixels) = (model.GeneNames.Count, model.ModelledGenes.Length, model.Pixels);
        var network = (PublishedNetwork)model.Network;
        var scaling = new PixelScaling(network.Scale, network.Offset);
        var images = new float[cells * pixels.PixelCount];
        for (var cell = 0; cell < cells; cell++)
        {
            var row = counts.AsSpan(cell * genes, genes);
            double library = 0;
            foreach (var count in row) library += count;
            for (var i = 0; i < modelled; i++)
                if (row[model.ModelledGenes[i]] is var count and > 0)
                    ExpressionLevels.Encode(scaling.ToPixel(i, (float)Math.Log(1 + 1e4 * count / library)),
                        images.AsSpan(cell * pixels.PixelCount + pixels.PixelOfGene[i], pixels.Levels));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var unet = new UNet(network.Shape);
        unet.Load(network.Weights);
        unet.eval();
        var image = unet.call(tensor(images, [cells, 1, pixels.Height, pixels.Width]));
        var output = (pixels.Levels > 1 ? ExpectedLevel.Read(image) : image).data<float>().ToArray();
        return [.. Enumerable.Range(0, cells * modelled).Select(at =>
        {
            var gene = at % modelled;
            return Math.Max(0, (output[at / modelled * pixels.TargetCount
                + pixels.PixelOfGene[gene] / pixels.Levels] - network.Offset[gene]) / network.Scale[gene]);
        })];
    }
}
