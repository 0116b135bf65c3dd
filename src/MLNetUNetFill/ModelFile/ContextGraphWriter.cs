using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.ModelFile;

/// <summary>Writes the context preset: pixels, channels, network, heads, policy, and back to genes.</summary>
internal sealed class ContextGraphWriter(OnnxGraphBuilder graph, GapFillModel model, ContextNetwork network)
{
    private readonly PixelOrder _order = new(graph, model.Pixels, model.ModelledGenes, model.GeneNames.Count);
    private readonly string _zero = graph.Initializer("zero", [0f]);

    /// <summary>Appends everything behind the normalisation.</summary>
    public void Write(CellTensors cells)
    {
        var onPixels = OnPixels(cells);
        var channels = ContextChannels.Write(onPixels);
        var outputs = new ContextNetworkWriter(graph, model.Pixels, network).Write(channels);
        var policy = new PolicyWriter(graph, network.Policy);
        var fill = new HeadsWriter(graph, model, network, onPixels).Write(outputs, channels[ContextChannels.RateBase], policy);
        var filled = policy.Write(onPixels, fill);

        Produce(cells, model.OutputName, filled, () => cells.Expression);
        Produce(cells, GapFillOutputs.FilledIfExpressed, fill.Value, () => cells.Expression);
        Produce(cells, GapFillOutputs.ExpectedRate, fill.Rate, () => graph.Node("Div", "observed_share",
            [cells.Counts, graph.ToFloat("library_of_genes", cells.Library)]));
        Produce(cells, GapFillOutputs.DetectionProbability, fill.Detection, () => graph.Node("Sign", "observed_detection", [cells.Counts]));
        Produce(cells, GapFillOutputs.FillUncertainty, fill.Uncertainty, () => graph.Node("Mul", "no_uncertainty", [cells.Counts, _zero]));
        graph.Produce(GapFillOutputs.Novelty, "Where",
            [cells.NotEmpty, CellNovelty.Write(onPixels, network.NoveltyLimit), cells.Unfilled]);
    }

    private GraphCells OnPixels(CellTensors cells)
    {
        var counts = _order.FromAllGenes("pixel_counts", cells.Counts);
        return new GraphCells(graph, network.Context, _order)
        {
            Zero = _zero,
            Counts = counts,
            Library = graph.ToFloat("library_size_single", cells.Library),
            Expression = _order.FromAllGenes("pixel_expression", cells.Expression),
            // The logarithm of the least counts is 0.
            IsObserved = graph.Node("Greater", "is_observed", [counts, _zero]),
        };
    }

    /// <summary>A cell without counts holds no information: it stays zero. One with what is no count is NaN.</summary>
    private void Produce(CellTensors cells, string output, string pixels, Func<string> elsewhere) =>
        graph.Produce(output, "Where", [cells.NotEmpty, _order.ToGenes(output + "_of_genes", pixels, elsewhere), cells.Unfilled]);
}

/// <summary>Writes <see cref="ContextUNet"/>: the rate's U-Net and the value's pointwise network over the same channels, each trunk(x) +
/// linear(x) + gene_bias, where the U-Net sees x + gene_embedding.</summary>
internal sealed class ContextNetworkWriter(OnnxGraphBuilder graph, PixelMap pixels, ContextNetwork network)
{
    private readonly WeightInitializers _weights = new(graph, network.Weights);

    /// <summary>Appends the networks.</summary>
    /// <param name="channels">The channels, each <c>[N, P]</c>.</param>
    /// <returns>The outputs in the order of <see cref="ContextOutput"/>, each <c>[N, P]</c>.</returns>
    public string[] Write(string[] channels)
    {
        var flat = graph.Node("Concat", "flat_channels", channels, Int("axis", 1));
        var image = graph.Reshaped("image", flat, "image_shape", 0, channels.Length, pixels.Height, pixels.Width);
        var embedded = graph.Node("Add", "rate.embedded",
            [image, _weights.Store("rate.gene_embedding", 1, channels.Length, pixels.Height, pixels.Width)]);
        var unet = new UNetOnnxWriter(graph, network.Shape with { Outputs = ContextUNet.RateOutputs },
            network.Weights) { Prefix = "rate.trunk." }.Write(embedded);
        return [.. Branch("rate", image, unet, ["output_rate", "output_shape"]),
            .. Branch("value", image, Pointwise(image), ["output_value", "output_deviation"])];
    }

    private string Pointwise(string image)
    {
        int width = network.Shape.PointwiseChannels;
        var first = graph.Node("Relu", "value.trunk.relu1", [Conv("value.trunk.hidden1", image, network.Shape.InputChannels, width)]);
        var second = graph.Node("Relu", "value.trunk.relu2", [Conv("value.trunk.hidden2", first, width, width)]);
        return Conv("value.trunk.head", second, width, 2);
    }

    private string[] Branch(string name, string image, string trunk, string[] outputs)
    {
        int channels = network.Shape.InputChannels, count = outputs.Length;
        var sum = graph.Node("Add", $"{name}.trunk_and_linear", [trunk, Conv($"{name}.linear", image, channels, count)]);
        var output = graph.Node("Add", $"{name}.output", [sum, _weights.Store($"{name}.gene_bias", 1, count, pixels.Height, pixels.Width)]);
        var rows = graph.Reshaped($"{name}.rows", output, $"{name}.rows_shape", 0, count * pixels.PixelCount);
        return graph.Node("Split", outputs,
            [rows, graph.Initializer($"{name}.widths", [.. Enumerable.Repeat((long)pixels.PixelCount, count)], count)], Int("axis", 1));
    }

    private string Conv(string name, string input, int inputs, int outputs) => graph.Node("Conv", name,
        [input, _weights.Store($"{name}.weight", outputs, inputs, 1, 1), _weights.Store($"{name}.bias", outputs)],
        Ints("kernel_shape", 1, 1));
}
