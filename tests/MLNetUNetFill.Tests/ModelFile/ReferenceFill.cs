using MLNetUNetFill.Context;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.Context;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Network, heads and policies of the context preset in plain loops and double precision, over all genes of one cell.</summary>
internal sealed class ReferenceFill
{
    /// <summary>Computes all outputs of a cell.</summary>
    public ReferenceFill(GapFillModel model, float[] counts)
    {
        var network = ContextModels.Network(model);
        var context = network.Context;
        double library = counts.Sum(count => (double)count);
        (Value, Rate, Detection, Expected, Uncertainty) =
            (new double[counts.Length], new double[counts.Length], new double[counts.Length], new double[counts.Length],
                new double[counts.Length]);
        (Observed, Denoised) = (new double[counts.Length], new double[counts.Length]);
        if (library == 0) return;
        for (var gene = 0; gene < counts.Length; gene++)
        {
            Observed[gene] = Value[gene] = Expected[gene] = Denoised[gene] = Math.Log(1 + 1e4 * counts[gene] / library);
            Rate[gene] = counts[gene] / library;
            Detection[gene] = counts[gene] > 0 ? 1 : 0;
        }

        var channels = ContextReference.Channels(context, Array.ConvertAll(model.ModelledGenes, gene => counts[gene]), (float)library);
        var pixels = model.Pixels;
        var image = new ReferenceForwardPass.Image(channels.Count, pixels.Height, pixels.Width);
        foreach (var (number, channel) in ContextChannels.Names.Index())
            for (var i = 0; i < model.ModelledGenes.Length; i++)
                image.Values[number * pixels.PixelCount + pixels.PixelOfGene[i]] = channels[channel][i];
        double[] rateOutput = Branch("rate", ReferenceForwardPass.UNet(network.Weights, "rate.trunk.", Embedded())),
            valueOutputs = Branch("value",
            Conv("value.trunk.head", Relu(Conv("value.trunk.hidden2", Relu(Conv("value.trunk.hidden1", image))))));

        for (var i = 0; i < model.ModelledGenes.Length; i++)
        {
            int gene = model.ModelledGenes[i], pixel = pixels.PixelOfGene[i];
            var neighbourRate = channels["NeighbourRate50"][i];
            var prior = Math.Exp(Math.Clamp(Math.Log(context.Share[i]) + neighbourRate + rateOutput[pixel], -25, 3)) * library;
            var theta = Math.Exp(Math.Clamp(network.Weights["log_theta"].Values[pixel] + rateOutput[pixels.PixelCount + pixel], -8, 12));
            var (shape, odds) = (theta + counts[gene], prior / (theta + prior));
            Rate[gene] = shape * odds / library;
            Value[gene] = Math.Max(0, (1 / (1 + Math.Exp(-valueOutputs[pixel])) - 0.5) * 10 * context.Deviation[i] + context.Mean[i]);
            Detection[gene] = 1 - Math.Pow(1 + odds, -shape);
            var depth = network.FillsAtMedianLibrary ? context.MedianLibrary : library;
            Denoised[gene] = (1 - Math.Pow(1 + odds * depth / library, -shape)) * Value[gene];
            var probability = 1 - Math.Pow(1 + prior * depth / library / theta, -theta);
            Expected[gene] = (Math.Log(1 + probability * (Math.Exp(Value[gene]) - 1)) + probability * Value[gene]) / 2;
            Uncertainty[gene] = Math.Exp(Math.Clamp(valueOutputs[pixels.PixelCount + pixel], -4,
                3)) * context.Deviation[i] * network.UncertaintyScale;
        }

        ReferenceForwardPass.Image Embedded()
        {
            var embedded = new ReferenceForwardPass.Image(channels.Count, pixels.Height, pixels.Width);
            for (var i = 0; i < embedded.Values.Length; i++) embedded.Values[i] = image.Values[i]
                + network.Weights["rate.gene_embedding"].Values[i];
            return embedded;
        }

        double[] Branch(string name, ReferenceForwardPass.Image trunk)
        {
            var linear = Conv($"{name}.linear", image).Values;
            return [.. trunk.Values.Select((value, at) => value + linear[at] + network.Weights[$"{name}.gene_bias"].Values[at])];
        }

        ReferenceForwardPass.Image Conv(string name, ReferenceForwardPass.Image input) =>
            ReferenceForwardPass.Conv(input, network.Weights[$"{name}.weight"], network.Weights[$"{name}.bias"].Values);

        static ReferenceForwardPass.Image Relu(ReferenceForwardPass.Image input)
        {
            for (var i = 0; i < input.Values.Length; i++) input.Values[i] = Math.Max(0, input.Values[i]);
            return input;
        }
    }

    public double[] Observed { get; }
    public double[] Value { get; }
    public double[] Rate { get; }
    public double[] Detection { get; }
    public double[] Expected { get; }
    public double[] Denoised { get; }
    public double[] Uncertainty { get; }

    /// <summary>The filled value of a gene under a policy.</summary>
    public double Filled(int gene, FillPolicy policy)
    {
        if (policy.Kind != FillPolicyKind.DenoiseAll && Observed[gene] > 0) return Observed[gene];
        return policy.Kind switch
        {
            FillPolicyKind.IfExpressed => Value[gene],
            FillPolicyKind.Threshold => Detection[gene] >= policy.MinDetectionProbability ? Value[gene] : 0,
            FillPolicyKind.DenoiseAll => Denoised[gene],
            _ => Expected[gene],
        };
    }
}
