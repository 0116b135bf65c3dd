using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks;

/// <summary>Models of real size without training: contexts fitted to simulated cells, random weights.</summary>
internal static class SyntheticModels
{
    private const int Seed = 1;

    /// <summary>Simulates cells.</summary>
    public static CountMatrix Cells(int cells, int genes) =>
        CellSimulator.Simulate(new SimulationOptions { Cells = cells, Genes = genes, LibrarySizeLocation = 8, Seed = Seed }).Counts;

    /// <summary>An exported model of either preset.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="cells">Cells, all of them landmarks.</param>
    public static byte[] Export(GapFillPreset preset, CountMatrix cells) => GapFillOnnxExporter.Export(Create(preset, cells));

    /// <summary>The parts of a model of either preset.</summary>
    public static GapFillModel Create(GapFillPreset preset, CountMatrix cells)
    {
        NativeTorch.Require();
        manual_seed(Seed);
        using var scope = NewDisposeScope();
        var options = new UNetGapFillOptions { Preset = preset };
        var counts = TrainingCounts.Build(cells);
        var pixels = GeneLayouts.Learn(GeneLayout.RandomGrid, counts.Normalize(), Seed, 1);
        return new GapFillModel(
            InputName: options.InputColumnName, OutputName: options.OutputColumnName, GeneNames: cells.GeneNames,
            ModelledGenes: [.. Enumerable.Range(0, cells.GeneCount)], Pixels: pixels,
            Network: preset == GapFillPreset.Context ? Context(counts, pixels, options) : Published(counts, options),
            Provenance: new Dictionary<string, string>());
    }

    private static ContextNetwork Context(TrainingCounts counts, PixelMap pixels, UNetGapFillOptions options)
    {
        var shape = ContextUNet.Trunk(ContextChannels.Count, options.BaseChannels, options.KernelSize, options.DropoutRate);
        using var network = new ContextUNet(shape, pixels.Height, pixels.Width);
        return new ContextNetwork
        {
            Shape = shape,
            Weights = Randomised(UNetWeights.Export(network)),
            Context = new ContextFit([.. Enumerable.Range(0, counts.CellCount)], Seed, CPU).Fit(counts, default),
        };
    }

    private static PublishedNetwork Published(TrainingCounts counts, UNetGapFillOptions options)
    {
        var shape = new UNetShape(options.BaseChannels, options.KernelSize, options.DropoutRate);
        using var network = new UNet(shape);
        var (scale, offset) = PixelScaling.Learn(options.Scaling, counts.Normalize());
        return new PublishedNetwork { Shape = shape, Weights = Randomised(UNetWeights.Export(network)), Scale = scale, Offset = offset };
    }

    /// <summary>What starts at 0 would leave work out that a trained network has.</summary>
    private static Dictionary<string, WeightTensor> Randomised(IReadOnlyDictionary<string, WeightTensor> weights)
    {
        var random = new Random(Seed);
        return weights.ToDictionary(weight => weight.Key, weight => weight.Value.Values.All(value => value == 0)
            ? weight.Value with { Values = [.. weight.Value.Values.Select(_ => 0.1f * (random.NextSingle() - 0.5f))] } : weight.Value);
    }
}
