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
        var clipped = graph.Node("Clip", "clipped", [shifted, _zero, graph.Initializer("one", [1f])]);
        var pixels = graph.Node("Where", "gene_pixels", [isObserved, clipped, _zero]);

        // Column S is the zero that every pixel without a gene reads.
        var padded = graph.Node("Pad", "padded", [pixels, graph.Initializer("one_column", [0L, 0, 0, 1], 4)]);
        var geneOfPixel = new long[model.Pixels.PixelCount];
        Array.Fill(geneOfPixel, _modelled);
        for (var gene = 0; gene < _modelled; gene++) geneOfPixel[model.Pixels.PixelOfGene[gene]] = gene;
        var flat = graph.Node("Gather", "flat_image", [padded, graph.Initializer("gene_of_pixel", geneOfPixel, geneOfPixel.Length)], Int("axis", 1));
        return graph.Node("Reshape", "image", [flat, graph.Initializer("image_shape", [0L, 1, model.Pixels.Height, model.Pixels.Width], 4)]);
    }

    /// <summary>[N, 1, H, W] network output -> [N, S] log1p CP10k.</summary>
    private string Values(string output)
    {
        var pixelOfGene = model.Pixels.PixelOfGene.Select(pixel => (long)pixel).ToArray();
        var flat = graph.Node("Reshape", "flat_output", [output, graph.Initializer("flat_shape", [0L, model.Pixels.PixelCount], 2)]);
        var pixels = graph.Node("Gather", "predicted_pixels", [flat, graph.Initializer("pixel_of_gene", pixelOfGene, _modelled)], Int("axis", 1));
        var shifted = graph.Node("Sub", "predicted_shifted", [pixels, graph.Initializer("offset_back", network.Offset, _modelled)]);
        var scaled = graph.Node("Div", "predicted_scaled", [shifted, graph.Initializer("scale_back", network.Scale, _modelled)]);
        return graph.Node("Relu", "predicted", [scaled]);
    }
}
