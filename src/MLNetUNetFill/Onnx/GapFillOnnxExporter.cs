using Google.Protobuf;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx;

/// <summary>
/// Turns a trained model into one self-contained ONNX file: raw counts in, filled log1p CP10k out, with everything between them
/// (normalisation, gene selection, image, U-Net, back to genes, observed values kept) as standard operators. The same model gives the
/// same bytes.
/// </summary>
internal static class GapFillOnnxExporter
{
    /// <summary>The newest operator set that the ONNX checker of Debian 12 knows.</summary>
    public const int OpsetVersion = 17;

    private const int IrVersion = 8;

    /// <summary>Writes the model.</summary>
    /// <returns>The bytes of the ONNX file.</returns>
    /// <exception cref="ArgumentException">The parts of the model do not fit together.</exception>
    public static byte[] Export(GapFillModel model)
    {
        Validate(model);
        var proto = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "MLNetUNetFill",
            ProducerVersion = typeof(GapFillOnnxExporter).Assembly.GetName().Version!.ToString(3),
            DocString = $"Fills the gaps of single-cell expression profiles: raw counts of {model.GeneNames.Count} genes in, log1p CP10k out; "
                + $"{model.ModelledGenes.Length} genes are modelled, the others keep their normalised observed value.",
            Graph = Graph(model),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OpsetVersion } },
        };
        foreach (var (key, value) in GapFillMetadata.Write(model))
            proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return proto.ToByteArray();
    }

    private static GraphProto Graph(GapFillModel model)
    {
        int genes = model.GeneNames.Count, modelled = model.ModelledGenes.Length;
        var graph = new OnnxGraphBuilder("unet_gap_fill");
        var counts = graph.Input(model.InputName, genes, "Raw counts, cells x genes");
        string observedName = GapFillMetadata.ObservedName(model.OutputName);
        graph.Output(model.OutputName, genes, "Filled expression, log1p CP10k, cells x genes");
        graph.Output(observedName, genes, "Observed expression, log1p CP10k, cells x genes");
        var zero = graph.Initializer("zero", [0f]);
        var one = graph.Initializer("one", [1f]);

        // Normalisation runs in double precision: a library of many counts stays exact, and the logarithm rounds to the same float wherever
        // in a buffer a value lies (in single precision the vectorised and the scalar logarithm differ in the last bit).
        var exact = graph.Node("Cast", "counts_double", [counts], Int("to", (int)TensorProto.Types.DataType.Double));
        var (zeroDouble, oneDouble) = (graph.Initializer("zero_double", [0d]), graph.Initializer("one_double", [1d]));
        var librarySize = graph.Node("ReduceSum", "library_size", [exact, graph.Initializer("gene_axis", [1L], 1)], Int("keepdims", 1));
        var notEmpty = graph.Node("Greater", "not_empty", [librarySize, zeroDouble]);
        var divisor = graph.Node("Where", "divisor", [notEmpty, librarySize, oneDouble]);
        var factor = graph.Node("Div", "size_factor", [graph.Initializer("target_sum", [1e4]), divisor]);
        var cp10k = graph.Node("Mul", "cp10k", [exact, factor]);
        var log = graph.Node("Log", "log1p", [graph.Node("Add", "cp10k_plus_one", [cp10k, oneDouble])]);
        var observed = graph.Produce(observedName, "Cast", [log], Int("to", (int)TensorProto.Types.DataType.Float));

        // All other work is over the modelled genes alone; the rest costs the copy that ScatterElements makes.
        bool all = modelled == genes;
        var geneIndices = model.ModelledGenes.Select(gene => (long)gene).ToArray();
        var values = all ? observed : graph.Node("Gather", "modelled", [observed, graph.Initializer("modelled_genes", geneIndices, modelled)], Int("axis", 1));
        var isObserved = graph.Node("Greater", "is_observed", [values, zero]);
        var image = Image(graph, model, values, isObserved, zero, one);
        var output = new UNetOnnxWriter(graph, model.Shape, model.Weights).Write(image);
        var predicted = Values(graph, model, output);

        // A cell without counts holds no information: it stays zero.
        var filled = graph.Node("Where", "filled_if_not_empty", [notEmpty, predicted, zero]);
        if (all)
        {
            graph.Produce(model.OutputName, "Where", [isObserved, values, filled]);
            return graph.Build();
        }
        filled = graph.Node("Where", "filled", [isObserved, values, filled]);
        var positions = graph.Node("Expand", "positions",
            [graph.Initializer("modelled_genes_row", geneIndices, 1, modelled), graph.Node("Shape", "modelled_shape", [filled])]);
        graph.Produce(model.OutputName, "ScatterElements", [observed, positions, filled], Int("axis", 1));
        return graph.Build();
    }

    /// <summary>[N, S] values -> [N, 1, H, W] images; an unobserved entry and a pixel without a gene are 0, whatever the offset.</summary>
    private static string Image(OnnxGraphBuilder graph, GapFillModel model, string values, string isObserved, string zero, string one)
    {
        int modelled = model.ModelledGenes.Length;
        var scaled = graph.Node("Mul", "scaled", [values, graph.Initializer("scale", model.Scale, modelled)]);
        var shifted = graph.Node("Add", "shifted", [scaled, graph.Initializer("offset", model.Offset, modelled)]);
        var clipped = graph.Node("Clip", "clipped", [shifted, zero, one]);
        var pixels = graph.Node("Where", "gene_pixels", [isObserved, clipped, zero]);

        // Column S is the zero that every pixel without a gene reads.
        var padded = graph.Node("Pad", "padded", [pixels, graph.Initializer("one_column", [0L, 0, 0, 1], 4)]);
        var geneOfPixel = new long[model.Pixels.PixelCount];
        Array.Fill(geneOfPixel, modelled);
        for (var gene = 0; gene < modelled; gene++) geneOfPixel[model.Pixels.PixelOfGene[gene]] = gene;
        var flat = graph.Node("Gather", "flat_image", [padded, graph.Initializer("gene_of_pixel", geneOfPixel, geneOfPixel.Length)], Int("axis", 1));
        return graph.Node("Reshape", "image", [flat, graph.Initializer("image_shape", [0L, 1, model.Pixels.Height, model.Pixels.Width], 4)]);
    }

    /// <summary>[N, 1, H, W] network output -> [N, S] log1p CP10k.</summary>
    private static string Values(OnnxGraphBuilder graph, GapFillModel model, string output)
    {
        int modelled = model.ModelledGenes.Length;
        var pixelOfGene = model.Pixels.PixelOfGene.Select(pixel => (long)pixel).ToArray();
        var flat = graph.Node("Reshape", "flat_output", [output, graph.Initializer("flat_shape", [0L, model.Pixels.PixelCount], 2)]);
        var pixels = graph.Node("Gather", "predicted_pixels", [flat, graph.Initializer("pixel_of_gene", pixelOfGene, modelled)], Int("axis", 1));
        var shifted = graph.Node("Sub", "predicted_shifted", [pixels, graph.Initializer("offset_back", model.Offset, modelled)]);
        var scaled = graph.Node("Div", "predicted_scaled", [shifted, graph.Initializer("scale_back", model.Scale, modelled)]);
        return graph.Node("Relu", "predicted", [scaled]);
    }

    private static void Validate(GapFillModel model)
    {
        int genes = model.GeneNames.Count, modelled = model.ModelledGenes.Length;
        var pixels = model.Pixels;
        Require(modelled >= 1 && modelled <= genes, $"{modelled} modelled genes of {genes}; expected at least 1 and no more than there are");
        for (var i = 0; i < modelled; i++)
        {
            var floor = i == 0 ? -1 : model.ModelledGenes[i - 1];
            Require(model.ModelledGenes[i] > floor && model.ModelledGenes[i] < genes,
                $"Modelled gene {i} is input {model.ModelledGenes[i]}; expected ascending indices below {genes}");
        }
        Require(model.Scale.Length == modelled && model.Scale.All(scale => scale > 0 && float.IsFinite(scale)),
            $"{model.Scale.Length} scales; expected {modelled} finite ones above 0");
        Require(model.Offset.Length == modelled && model.Offset.All(float.IsFinite), $"{model.Offset.Length} offsets; expected {modelled} finite ones");
        Require(pixels.Height > 0 && pixels.Width > 0 && pixels.Height % 4 == 0 && pixels.Width % 4 == 0,
            $"The image has {pixels.Height} x {pixels.Width} pixels; expected multiples of 4");
        Require(pixels.PixelOfGene.Length == modelled && pixels.PixelOfGene.Distinct().Count() == modelled
            && pixels.PixelOfGene.All(pixel => pixel >= 0 && pixel < pixels.PixelCount),
            $"{pixels.PixelOfGene.Length} gene pixels; expected {modelled} distinct ones below {pixels.PixelCount}");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message + ".");
    }
}
