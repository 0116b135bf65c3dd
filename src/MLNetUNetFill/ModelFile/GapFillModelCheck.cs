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
        int genes = model.GeneNames.Count, modelled = model.ModelledGenes.Length;
        var pixels = model.Pixels;
        Require(modelled >= 1 && modelled <= genes,
            $"{modelled} modelled genes of {genes}; expected at least 1 and no more than there are");
        for (var i = 0; i < modelled; i++)
        {
            var floor = i == 0 ? -1 : model.ModelledGenes[i - 1];
            Require(model.ModelledGenes[i] > floor && model.ModelledGenes[i] < genes,
                $"Modelled gene {i} is input {model.ModelledGenes[i]}; expected ascending indices below {genes}");
        }
        Require(pixels.Height > 0 && pixels.Width > 0 && pixels.Height % 4 == 0 && pixels.Width % 4 == 0,
            $"The image has {pixels.Height} x {pixels.Width} pixels; expected multiples of 4");
        Require(pixels.PixelOfGene.Length == modelled && pixels.PixelOfGene.Distinct().Count() == modelled
            && pixels.PixelOfGene.All(pixel => pixel >= 0 && pixel < pixels.PixelCount),
            $"{pixels.PixelOfGene.Length} gene pixels; expected {modelled} distinct ones below {pixels.PixelCount}");
        Require(pixels.Levels == 1 || model.Network is PublishedNetwork && pixels.Levels == pixels.Width
            && pixels.PixelOfGene.All(pixel => pixel % pixels.Width == 0),
            $"The image has {pixels.Levels} levels and {pixels.Width} columns in a {model.Network.Preset} network; expected 1 level, or a Published network with a column for each level and a row for each gene");
        switch (model.Network)
        {
            case PublishedNetwork published:
                Require(published.Scale.Length == modelled && published.Scale.All(IsPositive),
                    $"{published.Scale.Length} scales; expected {modelled} finite ones above 0");
                Require(published.Offset.Length == modelled && published.Offset.All(float.IsFinite),
                    $"{published.Offset.Length} offsets; expected {modelled} finite ones");
                break;
            case ContextNetwork network:
                Check(network.Context, modelled);
                Require(network.Shape.InputChannels == ContextChannels.Count,
                    $"The network takes {network.Shape.InputChannels} channels; expected {ContextChannels.Count}");
                Require(network.Shape.Outputs == ContextUNet.Outputs && !network.Shape.Normalized,
                    $"The network has {network.Shape.Outputs} outputs, normalised: {network.Shape.Normalized}; expected {ContextUNet.Outputs}, not normalised");
                Require(IsPositive(network.UncertaintyScale),
                    $"The uncertainty scale is {network.UncertaintyScale}; expected a finite number above 0");
                break;
        }
    }

    private static void Check(CellContext context, int genes)
    {
        PerGene("means", context.Mean, genes, float.IsFinite);
        PerGene("deviations above 0", context.Deviation, genes, IsPositive);
        PerGene("detection rates", context.DetectionRate, genes, float.IsFinite);
        PerGene("shares above 0", context.Share, genes, IsPositive);
        Require(IsPositive(context.MedianLibrary) && IsPositive(context.LogLibraryDeviation) && float.IsFinite(context.LogLibraryMean),
            $"The libraries have median {context.MedianLibrary}, mean logarithm {context.LogLibraryMean} and deviation {context.LogLibraryDeviation}; "
            + "expected finite numbers, the first and the last above 0");
        Subspace("neighbourhood", context.Neighbourhood, genes);
        Subspace("standardised", context.Standardised, genes);
        Completion("completion", context.Completion, genes);
        Completion("coarse completion", context.CoarseCompletion, genes);
        var related = context.Related;
        Require(related.Count >= 1 && related.Genes.Length == genes * related.Count && related.Genes.All(gene => gene >= 0 && gene < genes),
            $"{related.Genes.Length} related genes; expected {genes} times {related.Count}, at least one, each below {genes}");
        Require(related.Weights.Length == related.Genes.Length && related.Weights.All(float.IsFinite),
            $"{related.Weights.Length} weights of related genes; expected {related.Genes.Length} finite ones");
        Require(context.ResidualBasis.Length >= genes && context.ResidualBasis.Length % genes == 0
            && context.ResidualBasis.All(float.IsFinite),
            $"The residuals have {context.ResidualBasis.Length} coefficients; expected a multiple of {genes} genes, all finite");

        var bank = context.Landmarks;
        Require(bank.Count >= 2, $"{bank.Count} landmarks; expected at least 2");
        Require(bank.Counts.Length == (long)bank.Count * genes && bank.Counts.All(count => count >= 0 && float.IsFinite(count)),
            $"{bank.Counts.Length} landmark counts; expected {bank.Count} x {genes} finite ones, none negative");
        Require(bank.Libraries.Length == bank.Count && bank.Libraries.All(IsPositive),
            $"{bank.Libraries.Length} landmark libraries; expected {bank.Count} finite ones above 0");
        Require(bank.Scores.Length == (long)bank.Count * context.Neighbourhood.Rank && bank.Scores.All(float.IsFinite),
            $"{bank.Scores.Length} landmark scores; expected {bank.Count} x {context.Neighbourhood.Rank} finite ones");
    }

    private static void Subspace(string name, LinearSubspace subspace, int genes)
    {
        PerGene($"{name} centres", subspace.Centre, genes, float.IsFinite);
        PerGene($"{name} scales above 0", subspace.Scale, genes, IsPositive);
        Require(subspace.Rank >= 1 && subspace.Basis.Length == (long)genes * subspace.Rank && subspace.Basis.All(float.IsFinite),
            $"The {name} basis has {subspace.Basis.Length} coefficients; expected {genes} genes times {subspace.Rank} directions, at least one");
    }

    private static void Completion(string name, LowRankCompletion completion, int genes)
    {
        Require(completion.Rank >= 1 && completion.Basis.Length == (long)genes * completion.Rank,
            $"The {name} has {completion.Basis.Length} coefficients; expected {genes} genes times {completion.Rank} directions, at least one");
        Require(completion.Basis.All(float.IsFinite) && completion.Shrinkage.All(float.IsFinite),
            $"The {name} has coefficients or shrinkages that are no numbers; expected finite ones");
    }

    private static void PerGene(string what, float[] values, int genes, Func<float, bool> isValid) =>
        Require(values.Length == genes && values.All(isValid), $"{values.Length} gene {what}; expected {genes} finite ones");

    private static bool IsPositive(float value) => value > 0 && float.IsFinite(value);

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message + ".");
    }
}
