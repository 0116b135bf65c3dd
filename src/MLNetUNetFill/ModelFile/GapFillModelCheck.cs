using MLNetUNetFill.Context;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.ModelFile;

/// <summary>Holds the parts of a model against each other before it is written.</summary>
internal static class GapFillModelCheck
{
    /// <summary>Checks all parts but the weights, whose shapes are checked as they are written.</summary>
    /// <exception cref="ArgumentException">Two parts do not fit together.</exception>
    public static void Check(GapFillModel model)
    {
        var (genes, modelled, pixels) = (model.GeneNames.Count, model.ModelledGenes.Length, model.Pixels);
        Require(modelled > 0 && GapFillModelFile.AreAscending(model.ModelledGenes, genes),
            $"{modelled} modelled genes of {genes}; expected at least 1, as ascending indices below {genes}");
        Require(pixels.Height > 0 && pixels.Width > 0 && pixels.Height % 4 == 0 && pixels.Width % 4 == 0,
            $"The image has {pixels.Height} x {pixels.Width} pixels; expected multiples of 4");
        Require(pixels.PixelOfGene.Length == modelled && pixels.PixelOfGene.Distinct().Count() == modelled
            && pixels.PixelOfGene.All(pixel => pixel >= 0 && pixel < pixels.PixelCount),
            $"{pixels.PixelOfGene.Length} gene pixels; expected {modelled} distinct ones below {pixels.PixelCount}");
        Require(pixels.Levels == 1 || model.Network is PublishedNetwork && pixels.Levels == pixels.Width
            && pixels.PixelOfGene.All(pixel => pixel % pixels.Width == 0),
            $"The image has {pixels.Levels} levels and {pixels.Width} columns in a {model.Network.Preset} network; expected 1 level, "
            + "or a Published network with a column for each level and a row for each gene");
        switch (model.Network)
        {
            case PublishedNetwork published:
                Positive("scales", published.Scale, modelled);
                Finite("offsets", published.Offset, modelled);
                break;
            case ContextNetwork network:
                Check(network.Context, modelled);
                Require(network.Shape is { InputChannels: var channels, Outputs: ContextUNet.Outputs, Normalized: false }
                    && channels == ContextChannels.Count, $"The network is {network.Shape}; expected {ContextChannels.Count} channels and "
                    + $"{ContextUNet.Outputs} outputs, not normalised");
                Positive("uncertainty scale", [network.UncertaintyScale], 1);
                break;
        }
    }

    private static void Check(CellContext context, int genes)
    {
        Finite("gene means", context.Mean, genes);
        Positive("gene deviations", context.Deviation, genes);
        Finite("gene detection rates", context.DetectionRate, genes);
        Positive("gene shares", context.Share, genes);
        Positive("median and deviation of the libraries", [context.MedianLibrary, context.LogLibraryDeviation], 2);
        Finite("mean of the libraries", [context.LogLibraryMean], 1);
        foreach (var (name, subspace) in (IEnumerable<(string, LinearSubspace)>)
            [("neighbourhood", context.Neighbourhood), ("standardised", context.Standardised)])
        {
            Finite($"{name} centres", subspace.Centre, genes);
            Positive($"{name} scales", subspace.Scale, genes);
            Basis(name, subspace.Basis, genes, subspace.Rank);
        }
        foreach (var (name, completion) in (IEnumerable<(string, LowRankCompletion)>)
            [("completion", context.Completion), ("coarse completion", context.CoarseCompletion)])
        {
            Basis(name, completion.Basis, genes, completion.Rank);
            Finite($"{name} shrinkages", completion.Shrinkage, completion.Rank);
        }
        Basis("residual", context.ResidualBasis, genes, context.ResidualBasis.Length / genes);
        var (related, bank) = (context.Related, context.Landmarks);
        Require(related.Count >= 1 && related.Genes.Length == genes * related.Count && related.Genes.All(gene => gene >= 0 && gene < genes),
            $"{related.Genes.Length} related genes; expected {genes} times {related.Count}, at least one, each below {genes}");
        Finite("weights of related genes", related.Weights, related.Genes.Length);
        Require(bank.Count >= 2, $"{bank.Count} landmarks; expected at least 2");
        Finite("landmark counts", bank.Counts, (long)bank.Count * genes);
        Require(bank.Counts.All(count => count >= 0), "A landmark count is negative; expected counts");
        Positive("landmark libraries", bank.Libraries, bank.Count);
        Finite("landmark scores", bank.Scores, (long)bank.Count * context.Neighbourhood.Rank);
    }

    private static void Basis(string name, float[] basis, int genes, int rank)
    {
        Require(rank >= 1, $"The {name} basis has {rank} directions; expected at least 1");
        Finite($"coefficients of the {name} basis", basis, (long)genes * rank);
    }

    private static void Finite(string what, float[] values, long count) =>
        Require(values.Length == count && values.All(float.IsFinite), $"{values.Length} {what}; expected {count} finite ones");

    private static void Positive(string what, float[] values, long count) => Require(
        values.Length == count && values.All(value => value > 0 && float.IsFinite(value)),
        $"{values.Length} {what}; expected {count} finite ones above 0");

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message + ".");
    }
}
