using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;

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
        proto.DocString = $"Fills the gaps of single-cell expression profiles: raw counts of {model.GeneNames.Count} genes in, log1p CP10k out; "
            + $"{model.ModelledGenes.Length} genes are modelled, the others keep their normalised observed value.";
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
