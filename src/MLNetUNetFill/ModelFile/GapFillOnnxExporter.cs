using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.ModelFile;

/// <summary>
/// Turns a trained model into one self-contained ONNX file: raw counts in, filled log1p CP10k out, with everything between them
/// (normalisation, gene selection, context channels, image, U-Net, back to genes, observed values kept) as standard operators. The same
/// model gives the same bytes.
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
        GapFillModelCheck.Check(model);
        var proto = Model(Graph(model));
        proto.DocString = $"Fills the gaps of single-cell expression profiles: raw counts of {model.GeneNames.Count} genes in, log1p "
            + $"CP10k out; {model.ModelledGenes.Length} genes are modelled, the others keep their normalised observed value.";
        foreach (var (key, value) in GapFillMetadata.Write(model))
            proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return ModelSeal.Write(proto);
    }

    /// <summary>A graph as a model of its own.</summary>
    public static ModelProto Model(GraphProto graph) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "MLNetUNetFill",
        ProducerVersion = typeof(GapFillOnnxExporter).Assembly.GetName().Version!.ToString(3),
        Graph = graph,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OpsetVersion } },
    };

    private static GraphProto Graph(GapFillModel model)
    {
        int genes = model.GeneNames.Count;
        var graph = new OnnxGraphBuilder("unet_gap_fill") { Precision = model.Precision };
        var counts = graph.Input(model.InputName, genes, "Raw counts, cells x genes");
        var observedName = GapFillOutputs.Observed(model.OutputName);
        graph.Output(model.OutputName, genes, "Filled expression, log1p CP10k, cells x genes");
        graph.Output(observedName, genes, "Observed expression, log1p CP10k, cells x genes");
        switch (model.Network)
        {
            case PublishedNetwork published:
                new PublishedGraphWriter(graph, model, published).Write(NormalisationWriter.Write(graph, counts, observedName));
                break;
            case ContextNetwork context:
                graph.Output(GapFillOutputs.FilledIfExpressed, genes, "Expression if expressed, log1p CP10k, cells x genes");
                graph.Output(GapFillOutputs.ExpectedRate, genes, "Expected share of the cell's counts, cells x genes");
                graph.Output(GapFillOutputs.DetectionProbability, genes, "Probability of a count above 0 in this cell, cells x genes");
                graph.Output(GapFillOutputs.FillUncertainty, genes,
                    "Standard deviation of the expression if expressed, log1p CP10k, cells x genes");
                graph.Output(GapFillOutputs.Novelty, 1, "How unlike the training cells the cell is, cells x 1");
                new ContextGraphWriter(graph, model, context).Write(NormalisationWriter.Write(graph, counts, observedName));
                break;
        }
        return graph.Build();
    }
}

/// <summary>All that one exported graph holds: raw counts in, filled log1p CP10k out.</summary>
/// <param name="InputName">Graph input and ML.NET column: raw counts, cells x genes.</param>
/// <param name="OutputName">Graph output and ML.NET column: filled log1p CP10k, cells x genes.</param>
/// <param name="GeneNames">Names of all G input genes, in input order.</param>
/// <param name="ModelledGenes">Input indices of the S modelled genes, ascending.</param>
/// <param name="Pixels">Place of each modelled gene in the image.</param>
/// <param name="Network">The network and what surrounds it.</param>
/// <param name="Precision">How the file stores what may be rounded.</param>
/// <param name="Provenance">Provenance: metadata_props of the file beside the gene names (version, seed, options, normalisation,
/// device).</param>
internal sealed record GapFillModel(string InputName, string OutputName, IReadOnlyList<string> GeneNames, int[] ModelledGenes, PixelMap
    Pixels, GapFillNetwork Network, IReadOnlyDictionary<string, string> Provenance, ModelPrecision Precision = ModelPrecision.Single);

/// <summary>Writes the library-size normalisation: raw counts to log1p CP10k.</summary>
internal static class NormalisationWriter
{
    /// <summary>Appends the normalisation, which runs in double precision: a library of many counts stays exact, and the logarithm rounds
    /// to the same float wherever in a buffer a value lies (in single precision the vectorised and the scalar logarithm differ in the last
    /// bit).
    /// A cell with a NaN, an infinity or a negative number has no library size: all its values become NaN.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="counts">Its input.</param>
    /// <param name="observedName">The declared output that receives the result.</param>
    public static CellTensors Write(OnnxGraphBuilder graph, string counts, string observedName)
    {
        var exact = graph.ToDouble("counts_double", counts);
        var (zero, one) = (graph.Initializer("zero_double", [0d]), graph.Initializer("one_double", [1d]));
        var sum = graph.Node("ReduceSum", "library_size", [exact, graph.Initializer("gene_axis", [1L], 1)], Int("keepdims", 1));
        var areCounts = AreCounts(graph, counts, sum);
        var notEmpty = graph.Node("And", "not_empty", [areCounts, graph.Node("Greater", "has_counts", [sum, zero])]);
        var unit = graph.Node("Where", "one_or_nan", [areCounts, one, graph.Initializer("nan_double", [double.NaN])]);
        var library = graph.Node("Where", "divisor", [notEmpty, sum, unit]);
        var factor = graph.Node("Div", "size_factor", [graph.Initializer("target_sum", [1e4]), library]);
        var cp10k = graph.Node("Mul", "cp10k", [exact, factor]);
        var log = graph.Node("Log", "log1p", [graph.Node("Add", "cp10k_plus_one", [cp10k, one])]);
        var observed = graph.Produce(observedName, "Cast", [log], To(DataType.Float));
        var unfilled = graph.Node("Where", "zero_or_nan",
            [areCounts, graph.Initializer("zero_if_empty", [0f]), graph.Initializer("nan", [float.NaN])]);
        return new CellTensors(counts, library, notEmpty, observed, unfilled);
    }

    /// <summary>Whether a cell holds finite numbers alone, none negative, <c>[N, 1]</c>. A sum in double precision is finite exactly where
    /// all counts are, and comparisons with NaN are false.</summary>
    private static string AreCounts(OnnxGraphBuilder graph, string counts, string sum)
    {
        var least = graph.Node("ReduceMin", "least_count", [counts], Ints("axes", 1), Int("keepdims", 1));
        var notNegative = graph.Node("GreaterOrEqual", "not_negative", [least, graph.Initializer("least_possible", [0f])]);
        var isFinite = graph.Node("Less", "is_finite", [sum, graph.Initializer("infinity", [double.PositiveInfinity])]);
        return graph.Node("And", "are_counts", [notNegative, isFinite]);
    }
}

/// <summary>Names of a batch of cells' tensors.</summary>
/// <param name="Counts">Raw counts of all genes, <c>[N, G]</c>.</param>
/// <param name="Library">Library size L over all genes in double precision, 1 for a cell without counts, NaN for one with what is no count,
/// <c>[N, 1]</c>.</param>
/// <param name="NotEmpty">Whether the cell is to be filled: it has counts, and nothing that is no count, <c>[N, 1]</c>.</param>
/// <param name="Expression">log1p CP10k of all genes, <c>[N, G]</c>.</param>
/// <param name="Unfilled">The value of a cell that is not to be filled: 0 for a cell without counts, else NaN, <c>[N, 1]</c>.</param>
internal sealed record CellTensors(string Counts, string Library, string NotEmpty, string Expression, string Unfilled);
