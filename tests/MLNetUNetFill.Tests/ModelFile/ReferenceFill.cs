using MLNetUNetFill.Context;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.Context;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Network, heads and policies of the context preset in plain loops and double precision, over all genes of one cell.</summary>
internal sealed class ReferenceFill
{
    private readonly double[] _shape, _odds;
    private readonly double _library;

    /// <summary>Computes all outputs of a cell.</summary>
    public ReferenceFill(GapFillModel model, float[] counts)
    {
        var network = ContextModels.Network(model);
        var context = network.Context;
        double library = counts.Sum(count => (double)count);
        (Value, Rate, Detection, Expected, Uncertainty) =
            (new double[counts.Length], new double[counts.Length], new double[counts.Length], new double[counts.Length],
                new double[counts.Length]);
        (Observed, Denoised, _shape, _odds) =
            (new double[counts.Length], new double[counts.Length], new double[counts.Length], new double[counts.Length]);
        _library = library;
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
            (_shape[gene], _odds[gene]) = (shape, odds);
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
        if (policy.Kind < FillPolicyKind.DenoiseAll && Observed[gene] > 0) return Observed[gene];
        return policy.Kind switch
        {
            FillPolicyKind.IfExpressed => Value[gene],
            FillPolicyKind.Threshold => Detection[gene] >= policy.MinDetectionProbability ? Value[gene] : 0,
            FillPolicyKind.DenoiseAll => Denoised[gene],
            // Genes that are not modelled have no posterior.
            FillPolicyKind.ExpectedLog => _shape[gene] == 0 ? Observed[gene]
                : ExpectedLog(_shape[gene], policy.Depth * _odds[gene], policy.Depth * _library),
            _ => Expected[gene],
        };
    }

    /// <summary>E[log1p(1e4 y / library)] of a negative binomial count, summed until nothing is left of its distribution.</summary>
    public static double ExpectedLog(double shape, double odds, double library)
    {
        var (mean, deviation) = (shape * odds, Math.Sqrt(shape * odds * (1 + odds)));
        var first = (long)Math.Max(0, mean - 12 * deviation - 20);
        var logProbability = LogGamma(shape + first) - LogGamma(shape) - LogGamma(first + 1) - shape * Math.Log(1 + odds)
            + first * (Math.Log(odds) - Math.Log(1 + odds));
        double sum = 0, left = 1;
        for (var count = first; left > 1e-12 && count < first + 10_000_000; count++)
        {
            var probability = Math.Exp(logProbability);
            sum += probability * Math.Log(1 + 1e4 * count / library);
            left -= probability;
            logProbability += Math.Log((shape + count) / (count + 1)) + Math.Log(odds / (1 + odds));
            if (count > mean && probability < 1e-18) break;
        }
        return sum;
    }

    /// <summary>Stirling's series after the argument is raised above 10.</summary>
    private static double LogGamma(double x)
    {
        double raised = 0;
        for (; x < 10; x++) raised += Math.Log(x);
        return (x - 0.5) * Math.Log(x) - x + Math.Log(2 * Math.PI) / 2 + 1 / (12 * x) - 1 / (360 * x * x * x) - raised;
    }
}
