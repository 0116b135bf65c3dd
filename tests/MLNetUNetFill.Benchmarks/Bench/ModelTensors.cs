using MLNetUNetFill.Context;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Writes a model's parts for <c>torch_peer.py</c>.</summary>
internal static class ModelTensors
{
    /// <summary>Writes all that scoring takes.</summary>
    public static void Write(TensorFolder folder, GapFillModel model)
    {
        var network = model.Network;
        folder.Set("preset", network.Preset.ToString().ToLowerInvariant());
        (int height, int width, int[] pixelOfGene) = model.Pixels;
        folder.Set("height", height);
        folder.Set("width", width);
        folder.Set("pixel_of_gene", pixelOfGene);
        folder.Set("modelled_genes", model.ModelledGenes);
        folder.Set("shape", new
        {
            input_channels = network.Shape.InputChannels,
            base_channels = network.Shape.BaseChannels,
            growth = network.Shape.Growth,
            kernel_size = network.Shape.KernelSize,
            dropout_rate = network.Shape.DropoutRate,
            normalized = network.Shape.Normalized,
        });
        foreach (var (name, weight) in network.Weights) folder.Add("weights." + name, weight.Values, weight.Shape);
        switch (network)
        {
            case PublishedNetwork published:
                folder.Add("model.scale", published.Scale, published.Scale.Length);
                folder.Add("model.offset", published.Offset, published.Offset.Length);
                break;
            case ContextNetwork context:
                Write(folder, context.Context);
                folder.Set("fills_at_median_library", context.FillsAtMedianLibrary);
                break;
        }
    }

    private static void Write(TensorFolder folder, CellContext context)
    {
        var genes = context.Mean.Length;
        folder.Set("median_library", context.MedianLibrary);
        folder.Set("log_library_mean", context.LogLibraryMean);
        folder.Set("log_library_deviation", context.LogLibraryDeviation);
        folder.Set("completion_iterations", CompletionChannel.Iterations);
        folder.Set("short_reconstruction", Math.Min(ReconstructionChannels.Few, context.Standardised.Rank));
        folder.Add("model.mean", context.Mean, genes);
        folder.Add("model.deviation", context.Deviation, genes);
        folder.Add("model.detection", context.DetectionRate, genes);
        folder.Add("model.share", context.Share, genes);
        Write(folder, "neighbour", context.Neighbourhood);
        Write(folder, "standardised", context.Standardised);
        folder.Add("model.residual_basis", context.ResidualBasis, genes, context.ResidualBasis.Length / genes);
        Write(folder, "completion", context.Completion);
        Write(folder, "coarse", context.CoarseCompletion);
        folder.Set("related_genes", context.Related.Genes);
        folder.Add("model.related_weights", context.Related.Weights, context.Related.Count, genes);
        var bank = context.Landmarks;
        folder.Add("model.landmark_counts", bank.Counts, bank.Count, genes);
        folder.Add("model.landmark_libraries", bank.Libraries, bank.Count);
        folder.Add("model.landmark_scores", bank.Scores, bank.Count, context.Neighbourhood.Rank);
    }

    private static void Write(TensorFolder folder, string name, LowRankCompletion completion)
    {
        folder.Add($"model.{name}_basis", completion.Basis, completion.Basis.Length / completion.Rank, completion.Rank);
        folder.Add($"model.{name}_shrinkage", completion.Shrinkage, completion.Rank);
    }

    private static void Write(TensorFolder folder, string name, LinearSubspace subspace)
    {
        folder.Add($"model.{name}_centre", subspace.Centre, subspace.Centre.Length);
        folder.Add($"model.{name}_scale", subspace.Scale, subspace.Scale.Length);
        folder.Add($"model.{name}_basis", subspace.Basis, subspace.Centre.Length, subspace.Rank);
    }
}
