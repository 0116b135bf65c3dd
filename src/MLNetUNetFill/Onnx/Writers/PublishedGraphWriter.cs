using MLNetUNetFill.Imaging;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx.Writers;

/// <summary>Writes the published preset: the grayscale gene image, the U-Net, values back to genes, observed values kept.</summary>
internal sealed class PublishedGraphWriter(OnnxGraphBuilder graph, GapFillModel model, PublishedNetwork network)
{
    private readonly int _modelled = model.ModelledGenes.Length;
    private readonly string _zero = graph.Initializer("zero", [0f]);

    /// <summary>Appends everything behind the normalisation.</summary>
    public void Write(CellTensors cells)
    {
        // All work is over the modelled genes alone; the rest costs the copy that ScatterElements makes.
        bool all = _modelled == model.GeneNames.Count;
        var geneIndices = model.ModelledGenes.Select(gene => (long)gene).ToArray();
        var values = all ? cells.Expression
            : graph.Node("Gather", "modelled", [cells.Expression, graph.Initializer("modelled_genes", geneIndices, _modelled)], Int("axis", 1));
        var isObserved = graph.Node("Greater", "is_observed", [values, _zero]);
        var logits = new UNetOnnxWriter(graph, network.Shape, network.Weights).Write(Image(values, isObserved));
        var predicted = Values(graph.Node("Sigmoid", "sigmoid", [logits]));

        // A cell without counts holds no information: it stays zero.
        var filled = graph.Node("Where", "filled_if_not_empty", [cells.NotEmpty, predicted, _zero]);
        if (all)
        {
            graph.Produce(model.OutputName, "Where", [isObserved, values, filled]);
            return;
        }
        filled = graph.Node("Where", "filled", [isObserved, values, filled]);
        var positions = graph.Node("Expand", "positions",
            [graph.Initializer("modelled_genes_row", geneIndices, 1, _modelled), graph.Node("Shape", "modelled_shape", [filled])]);
        graph.Produce(model.OutputName, "ScatterElements", [cells.Expression, positions, filled], Int("axis", 1));
    }

    /// <summary>[N, S] values -> [N, 1, H, W] images; an unobserved entry and a pixel without a gene are 0, whatever the offset.</summary>
    private string Image(string values, string isObserved)
    {
        var scaled = graph.Node("Mul", "scaled", [values, graph.Initializer("scale", network.Scale, _modelled)]);
        var shifted = graph.Node("Add", "shifted", [scaled, graph.Initializer("offset", network.Offset, _modelled)]);
        var one = graph.Initializer("one", [1f]);
        var clipped = graph.Node("Clip", "clipped", [shifted, _zero, one]);
        // A value of -1 is a whole range away from every level.
        var nothing = HasLevels ? graph.Initializer("nothing", [-1f]) : _zero;
        var pixels = graph.Node("Where", "gene_pixels", [isObserved, clipped, nothing]);

        // Column S is the nothing that every pixel without a gene reads.
        var padded = graph.Node("Pad", "padded", [pixels, graph.Initializer("one_column", [0L, 0, 0, 1], 4), nothing]);
        var geneOfTarget = new long[model.Pixels.TargetCount];
        Array.Fill(geneOfTarget, _modelled);
        for (var gene = 0; gene < _modelled; gene++) geneOfTarget[TargetOf(gene)] = gene;
        var flat = graph.Node("Gather", "flat_image", [padded, graph.Initializer("gene_of_pixel", geneOfTarget, geneOfTarget.Length)], Int("axis", 1));
        var image = graph.Node("Reshape", "image",
            [flat, graph.Initializer("image_shape", [0L, 1, model.Pixels.Height, model.Pixels.Width / model.Pixels.Levels], 4)]);
        return HasLevels ? Levels(image, one) : image;
    }

    /// <summary>[N, 1, H, 1] -> [N, 1, H, W]: <see cref="ExpressionLevels.Encode"/>.</summary>
    private string Levels(string image, string one)
    {
        var count = model.Pixels.Levels;
        var at = graph.Node("Mul", "place_among_levels", [image, graph.Initializer("last_level", [count - 1f])]);
        float[] levels = [.. Enumerable.Range(0, count).Select(level => (float)level)];
        var distance = graph.Node("Abs", "distance_to_levels", [graph.Node("Sub", "difference_to_levels", [at, graph.Initializer("levels", levels, count)])]);
        return graph.Node("Relu", "image_of_levels", [graph.Node("Sub", "nearness_to_levels", [one, distance])]);
    }

    /// <summary>[N, 1, H, W] network output -> [N, S] log1p CP10k.</summary>
    private string Values(string output)
    {
        if (HasLevels) output = ExpectedLevel(output);
        long[] targets = [.. Enumerable.Range(0, _modelled).Select(gene => (long)TargetOf(gene))];
        var flat = graph.Node("Reshape", "flat_output", [output, graph.Initializer("flat_shape", [0L, model.Pixels.TargetCount], 2)]);
        var pixels = graph.Node("Gather", "predicted_pixels", [flat, graph.Initializer("pixel_of_gene", targets, _modelled)], Int("axis", 1));
        var shifted = graph.Node("Sub", "predicted_shifted", [pixels, graph.Initializer("offset_back", network.Offset, _modelled)]);
        var scaled = graph.Node("Div", "predicted_scaled", [shifted, graph.Initializer("scale_back", network.Scale, _modelled)]);
        return graph.Node("Relu", "predicted", [scaled]);
    }

    /// <summary>[N, 1, H, W] -> [N, 1, H, 1]: each row, divided by its sum, is a distribution over the levels.</summary>
    private string ExpectedLevel(string output)
    {
        var centres = graph.Initializer("level_centres", ExpressionLevels.Centres(model.Pixels.Levels), model.Pixels.Levels, 1);
        var sum = graph.Node("ReduceSum", "level_sum", [output, graph.Initializer("level_axis", [3L], 1)], Int("keepdims", 1));
        return graph.Node("Div", "expected_level", [graph.Node("MatMul", "weighted_levels", [output, centres]), sum]);
    }

    private bool HasLevels => model.Pixels.Levels > 1;

    private int TargetOf(int gene) => model.Pixels.PixelOfGene[gene] / model.Pixels.Levels;
}
