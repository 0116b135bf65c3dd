using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Context;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Networks;

/// <summary>The exported context network in ONNX Runtime gives what it gives in TorchSharp: on the same channels, and from counts to
/// outputs.</summary>
[Collection(TorchCollection.Name)]
public sealed class ContextParityTests
{
    private const int Cells = 3;

    [Theory]
    [InlineData(1, 8, 12, 4, 1)]
    [InlineData(2, 12, 12, 16, 1)]
    [InlineData(3, 8, 8, 8, 3)]
    [InlineData(4, 8, 8, 3, 5)]
    public void The_exported_network_gives_what_TorchSharp_gives(int seed, int height, int width, int baseChannels, int kernel)
    {
        var model = ContextModels.Create(seed, modelled: 50, height: height, width: width, baseChannels: baseChannels, kernel: kernel);
        var channels = RandomModels.Floats(new Random(seed), Cells * ContextChannels.Count * height * width, -2, 2);

        var expected = InTorch(ContextModels.Network(model), channels, height, width);
        var found = InOnnxRuntime(model, channels);

        Assert.True(expected.Max() - expected.Min() > 0.5, "the network's output is constant: the comparison says little");
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5f);
    }

    [Fact]
    public void Every_channel_of_the_graph_is_that_of_TorchSharp()
    {
        var model = ContextModels.Create();
        var (context, genes, pixels) = (ContextModels.Network(model).Context, model.GeneNames.Count, model.Pixels);
        float[] counts = [.. RandomModels.Counts(4, Cells, genes), .. ContextModels.Landmarks(1, genes, 60)[..genes]];
        var proto = ModelProto.Parser.ParseFrom(GapFillOnnxExporter.Export(model));
        proto.Graph.Output.Add(new ValueInfoProto { Name = "flat_channels" });
        float[][] cells = [.. counts.Chunk(genes)];

        using var session = new InferenceSession(proto.ToByteArray());
        using var input = OrtValue.CreateTensorValueFromMemory(counts, [cells.Length, genes]);
        using var options = new RunOptions();
        using var scored = session.Run(options, ["Counts"], [input], ["flat_channels"]);
        using var channels = new ContextChannels(context, pixels, CPU, 1);
        using var images = channels.Images([.. cells.SelectMany(cell => model.ModelledGenes.Select(gene => cell[gene]))],
            [.. cells.Select(cell => cell.Sum())],
            [.. cells.Select(_ => NeighbourSums.Unknown)]);

        var found = scored[0].GetTensorDataAsSpan<float>();
        var expected = images.data<float>().ToArray();
        Assert.Equal(cells.Length * ContextChannels.Count * pixels.PixelCount, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-4f * Math.Max(1, Math.Abs(expected[i])),
                $"{ContextChannels.Names[i / pixels.PixelCount % ContextChannels.Count]}, "
                    + $"cell {i / pixels.PixelCount / ContextChannels.Count}: {found[i]}, in TorchSharp {expected[i]}");
    }

    [Fact]
    public void A_trained_model_scores_its_own_and_other_cells_as_in_TorchSharp()
    {
        const int Genes = 50, Modelled = 40;
        var simulated = CellSimulator.Simulate(new SimulationOptions { Cells = 75, Genes = Genes, CellTypes = 3, Seed = 5 }).Counts;
        var counts = TrainingCounts.Build(simulated.SelectCells([.. Enumerable.Range(0, 60)]), [.. Enumerable.Range(0, Modelled)]);
        var pixels = new PixelMap(8, 8, [.. Enumerable.Range(0, Modelled).Select(gene => 60 - gene)]);
        var trained = (ContextNetwork)PresetTraining.Context(counts, pixels,
            new UNetGapFillOptions { Epochs = 3, BaseChannels = 4, Threads = 1, Device = ComputeDevice.Cpu }, null,
            CancellationToken.None).Network;
        var model = new GapFillModel(
            InputName: "Counts", OutputName: "Filled", GeneNames: simulated.GeneNames, ModelledGenes: [.. Enumerable.Range(0, Modelled)],
            Pixels: pixels, Network: trained with { FillsAtMedianLibrary = false }, Provenance: new Dictionary<string, string>());
        float[][] cells = [.. Enumerable.Range(0, simulated.CellCount).Select(cell => TestCells.Dense(simulated, cell))];

        using var session = new GapFillSession(GapFillModelFile.Read(GapFillOnnxExporter.Export(model)), ComputeDevice.Cpu, 1);
        var found = session.OutputNames.ToDictionary(name => name, name => new float[cells.Length * session.Width(name)]);
        session.Score(cells.SelectMany(cell => cell).ToArray(), cells.Length,
            [.. found.Select(output => new OutputBuffer(output.Key, output.Value))]);

        using var predictor = new ContextPredictor(trained, pixels);
        var expected = predictor.Predict([.. cells.SelectMany(cell => cell[..Modelled])], [.. cells.Select(cell => cell.Sum())]);
        for (var i = 0; i < cells.Length * Modelled; i++)
        {
            var at = i / Modelled * Genes + i % Modelled;
            Assert.Equal(expected.Value[i], found[GapFillOutputs.FilledIfExpressed][at], 1e-4f);
            Assert.Equal(expected.Rate[i], found[GapFillOutputs.ExpectedRate][at], 1e-4f * expected.Rate[i]);
            Assert.Equal(expected.Detection[i], found[GapFillOutputs.DetectionProbability][at], 1e-4f);
            Assert.Equal(expected.Deviation[i], found[GapFillOutputs.FillUncertainty][at], 1e-4f);
        }
    }

    private static float[] InTorch(ContextNetwork network, float[] channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var unet = new ContextUNet(network.Shape, height, width);
        unet.Load(network.Weights);
        unet.eval();
        return unet.call(tensor(channels, [Cells, ContextChannels.Count, height, width])).data<float>().ToArray();
    }

    /// <summary>A graph of the network alone: every channel an input, every output of the network an output.</summary>
    private static float[] InOnnxRuntime(GapFillModel model, float[] channels)
    {
        var pixels = model.Pixels.PixelCount;
        var graph = new OnnxGraphBuilder("network");
        string[] inputs = [.. ContextChannels.Names.Select(channel => graph.Input(channel, pixels, ""))];
        var names = Enumerable.Range(0, ContextUNet.Outputs).Select(output => $"Output{output}").ToArray();
        foreach (var name in names) graph.Output(name, pixels, "");
        var outputs = new ContextNetworkWriter(graph, model.Pixels, ContextModels.Network(model)).Write(inputs);
        for (var i = 0; i < names.Length; i++) graph.Produce(names[i], "Identity", [outputs[i]]);
        var proto = new ModelProto { IrVersion = 8, Graph = graph.Build(),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = GapFillOnnxExporter.OpsetVersion } } };

        using var session = new InferenceSession(proto.ToByteArray());
        using var options = new RunOptions();
        var result = new float[Cells * names.Length * pixels];
        for (var cell = 0; cell < Cells; cell++)
        {
            var values = ContextChannels.Names.Select((_, i) =>
                OrtValue.CreateTensorValueFromMemory(channels[((cell * ContextChannels.Count + i) * pixels)..][..pixels], [1, pixels]))
                .ToArray();
            using var scored = session.Run(options, ContextChannels.Names, values, names);
            for (var i = 0; i < names.Length; i++)
                scored[i].GetTensorDataAsSpan<float>().CopyTo(result.AsSpan((cell * names.Length + i) * pixels));
            foreach (var value in values) value.Dispose();
        }
        return result;
    }
}
