using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.ModelFile;

/// <summary>Writes the published preset: the grayscale gene image, the U-Net, values back to genes, observed values kept.</summary>
internal sealed class PublishedGraphWriter(OnnxGraphBuilder graph, GapFillModel model, PublishedNetwork network)
{
    private readonly PixelOrder _order = new(graph, model.Pixels, model.ModelledGenes, model.GeneNames.Count);
    private readonly string _zero = graph.Initializer("zero", [0f]);

    /// <summary>Appends everything behind the normalisation.</summary>
    public void Write(CellTensors cells)
    {
        var values = _order.FromAllGenes("pixel_expression", cells.Expression);
        // Counts, since the logarithm of the least of them is 0.
        var isObserved = graph.Node("Greater", "is_observed", [_order.FromAllGenes("pixel_counts", cells.Counts), _zero]);
        var scale = _order.Row("scale", network.Scale, elsewhere: 1);
        var offset = _order.Row("offset", network.Offset);
        var logits = new UNetOnnxWriter(graph, network.Shape, network.Weights).Write(Image(values, isObserved, scale, offset));
        var pixels = HasLevels ? ExpectedLevel(logits) : graph.Node("Sigmoid", "output", [Flat(logits)]);
        var unscaled = graph.Node("Div", "predicted_scaled", [graph.Node("Sub", "predicted_shifted", [pixels, offset]), scale]);
        var filled = graph.Node("Where", "filled_pixels", [isObserved, values, graph.Node("Relu", "predicted", [unscaled])]);

        // A cell without counts holds no information: it stays zero. One with what is no count is NaN.
        graph.Produce(model.OutputName, "Where", [cells.NotEmpty, _order.ToGenes("filled", filled, () => cells.Expression),
            cells.Unfilled]);
    }

    /// <summary>[N, P] values -> [N, 1, H, W] images; an unobserved entry and a pixel without a gene are 0, whatever the offset.</summary>
    private string Image(string values, string isObserved, string scale, string offset)
    {
        var shifted = graph.Node("Add", "shifted", [graph.Node("Mul", "scaled", [values, scale]), offset]);
        var one = graph.Initializer("one", [1f]);
        var clipped = graph.Node("Clip", "clipped", [shifted, _zero, one]);
        // A value of -1 is a whole range away from every level.
        var pixels = graph.Node("Where", "pixels", [isObserved, clipped, HasLevels ? graph.Initializer("nothing", [-1f]) : _zero]);
        var image = graph.Reshaped("image", pixels, "image_shape", 0, 1, model.Pixels.Height, model.Pixels.Width / model.Pixels.Levels);
        return HasLevels ? Levels(image, one) : image;
    }

    /// <summary>[N, 1, H, 1] -> [N, 1, H, W]: <see cref="ExpressionLevels.Encode"/>.</summary>
    private string Levels(string image, string one)
    {
        var count = model.Pixels.Levels;
        var at = graph.Node("Mul", "place_among_levels", [image, graph.Initializer("last_level", [count - 1f])]);
        float[] levels = [.. Enumerable.Range(0, count).Select(level => (float)level)];
        var distance = graph.Node("Abs", "distance_to_levels",
            [graph.Node("Sub", "difference_to_levels", [at, graph.Initializer("levels", levels, count)])]);
        return graph.Node("Relu", "image_of_levels", [graph.Node("Sub", "nearness_to_levels", [one, distance])]);
    }

    /// <summary>[N, 1, H, W] -> [N, H]: each row, divided by its sum, is a distribution over the levels.</summary>
    private string ExpectedLevel(string logits)
    {
        var output = graph.Node("Sigmoid", "output", [logits]);
        var centres = graph.Initializer("level_centres", ExpressionLevels.Centres(model.Pixels.Levels), model.Pixels.Levels, 1);
        var sum = graph.Node("ReduceSum", "level_sum", [output, graph.Initializer("level_axis", [3L], 1)], Int("keepdims", 1));
        return Flat(graph.Node("Div", "expected_level", [graph.Node("MatMul", "weighted_levels", [output, centres]), sum]));
    }

    private string Flat(string images) => graph.Reshaped("flat_output", images, "flat_shape", 0, model.Pixels.TargetCount);

    private bool HasLevels => model.Pixels.Levels > 1;
}
