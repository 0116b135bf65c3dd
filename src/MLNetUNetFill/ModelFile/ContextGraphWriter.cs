using MLNetUNetFill.Context;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

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
            [cells.Counts, graph.Node("Cast", "library_of_genes", [cells.Library], To(TensorProto.Types.DataType.Float))]));
        Produce(cells, GapFillOutputs.DetectionProbability, fill.Detection, () => graph.Node("Sign", "observed_detection", [cells.Counts]));
        Produce(cells, GapFillOutputs.FillUncertainty, fill.Uncertainty, () => graph.Node("Mul", "no_uncertainty", [cells.Counts, _zero]));
    }

    private GraphCells OnPixels(CellTensors cells)
    {
        var counts = _order.FromAllGenes("pixel_counts", cells.Counts);
        return new GraphCells(graph, network.Context, _order)
        {
            Zero = _zero,
            Counts = counts,
            Library = graph.Node("Cast", "library_size_single", [cells.Library], To(TensorProto.Types.DataType.Float)),
            Expression = _order.FromAllGenes("pixel_expression", cells.Expression),
            // The logarithm of the least counts is 0.
            IsObserved = graph.Node("Greater", "is_observed", [counts, _zero]),
        };
    }

    /// <summary>A cell without counts holds no information: it stays zero. One with what is no count is NaN.</summary>
    private void Produce(CellTensors cells, string output, string pixels, Func<string> elsewhere) =>
        graph.Produce(output, "Where", [cells.NotEmpty, _order.ToGenes(output + "_of_genes", pixels, elsewhere), cells.Unfilled]);
}
