using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
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
        var genes = new GeneTensors(_order, network.Context);
        var cell = OnPixels(cells, genes);
        var channels = new ContextChannelsWriter(graph, network.Context, _order, genes).Write(cell);
        var outputs = new ContextNetworkWriter(graph, model.Pixels, network).Write(channels);
        var fill = new HeadsWriter(graph, model, network, genes).Write(outputs, channels[ContextChannel.NeighbourRate50], cell);
        var filled = new PolicyWriter(graph, network.Policy).Write(cell, fill);

        Produce(cells, model.OutputName, filled, () => cells.Expression);
        Produce(cells, GapFillOutputs.FilledIfExpressed, fill.Value, () => cells.Expression);
        Produce(cells, GapFillOutputs.ExpectedRate, fill.Rate, () => graph.Node("Div", "observed_share",
            [cells.Counts, graph.Node("Cast", "library_of_genes", [cells.Library], To(TensorProto.Types.DataType.Float))]));
        Produce(cells, GapFillOutputs.DetectionProbability, fill.Detection, () => graph.Node("Sign", "observed_detection", [cells.Counts]));
        Produce(cells, GapFillOutputs.FillUncertainty, fill.Uncertainty, () => graph.Node("Mul", "no_uncertainty", [cells.Counts, _zero]));
    }

    private ContextCell OnPixels(CellTensors cells, GeneTensors genes)
    {
        var expression = _order.FromAllGenes("pixel_expression", cells.Expression);
        var isObserved = graph.Node("Greater", "is_observed", [expression, _zero]);
        var centred = graph.Node("Sub", "expression_centred", [expression, genes.Mean]);
        var scaled = graph.Node("Div", "expression_scaled", [centred, genes.Deviation]);
        return new ContextCell(
            _order.FromAllGenes("pixel_counts", cells.Counts), expression, isObserved,
            graph.Node("Where", "expression_standardised", [isObserved, scaled, _zero]),
            graph.Node("Cast", "library_size_single", [cells.Library], To(TensorProto.Types.DataType.Float)));
    }

    /// <summary>A cell without counts holds no information: it stays zero.</summary>
    private void Produce(CellTensors cells, string output, string pixels, Func<string> elsewhere) =>
        graph.Produce(output, "Where", [cells.NotEmpty, _order.ToGenes(output + "_of_genes", pixels, elsewhere), _zero]);
}
