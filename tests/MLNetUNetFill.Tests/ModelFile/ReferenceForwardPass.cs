using MLNetUNetFill.Imaging;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>The whole model written down once more, in plain loops and double precision: what the exported graph must compute.</summary>
internal static class ReferenceForwardPass
{
    public static double[] Fill(GapFillModel model, ReadOnlySpan<float> counts)
    {
        var network = (PublishedNetwork)model.Network;
        double librarySize = 0;
        foreach (var count in counts) librarySize += count;
        var values = new double[counts.Length];
        if (librarySize == 0) return values;
        for (var gene = 0; gene < counts.Length; gene++) values[gene] = Math.Log(1 + 1e4 * counts[gene] / librarySize);

        var image = new Image(1, model.Pixels.Height, model.Pixels.Width);
        for (var i = 0; i < model.ModelledGenes.Length; i++)
        {
            if (counts[model.ModelledGenes[i]] > 0)
                Paint(image, model.Pixels, i, Math.Clamp(values[model.ModelledGenes[i]] * network.Scale[i] + network.Offset[i], 0, 1));
        }
        var output = UNet(network.Weights, "", image);
        for (var i = 0; i < model.ModelledGenes.Length; i++)
        {
            if (counts[model.ModelledGenes[i]] > 0) continue;
            var pixel = Read(output, model.Pixels, i);
            values[model.ModelledGenes[i]] = Math.Max(0, (pixel - network.Offset[i]) / network.Scale[i]);
        }
        return values;
    }

    private static void Paint(Image image, PixelMap pixels, int gene, double value)
    {
        if (pixels.Levels == 1)
        {
            image.Values[pixels.PixelOfGene[gene]] = value;
            return;
        }
        var at = value * (pixels.Levels - 1);
        var below = Math.Min((int)at, pixels.Levels - 2);
        image.Values[pixels.PixelOfGene[gene] + below] = 1 - (at - below);
        image.Values[pixels.PixelOfGene[gene] + below + 1] = at - below;
    }

    private static double Read(Image output, PixelMap pixels, int gene)
    {
        double[] weights = [.. output.Values.AsSpan(pixels.PixelOfGene[gene], pixels.Levels).ToArray()
            .Select(logit => 1 / (1 + Math.Exp(-logit)))];
        return pixels.Levels == 1 ? weights[0] : weights.Select((weight, level) => weight * level / (pixels.Levels - 1))
            .Sum() / weights.Sum();
    }

    /// <summary>The U-Net without the activation of its head; a block without batch normalisation has biases.</summary>
    public static Image UNet(IReadOnlyDictionary<string, WeightTensor> w, string prefix, Image image)
    {
        var enc1 = Block(w, $"{prefix}enc1", image);
        var enc2 = Block(w, $"{prefix}enc2", Pool(enc1));
        var bottleneck = Block(w, $"{prefix}bottleneck", Pool(enc2));
        var dec2 = Block(w, $"{prefix}dec2", Cat(Up(w, $"{prefix}up2", bottleneck), enc2));
        var dec1 = Block(w, $"{prefix}dec1", Cat(Up(w, $"{prefix}up1", dec2), enc1));
        return Conv(dec1, w[$"{prefix}head.weight"], w[$"{prefix}head.bias"].Values);
    }

    private static Image Block(IReadOnlyDictionary<string, WeightTensor> w, string name, Image input)
    {
        for (var i = 1; i <= 2; i++)
        {
            var isNormalised = w.TryGetValue($"{name}.norm{i}.weight", out var gain);
            input = Conv(input, w[$"{name}.conv{i}.weight"], isNormalised ? null : w[$"{name}.conv{i}.bias"].Values);
            for (var c = 0; c < input.Channels; c++)
            {
                var deviation = isNormalised ? Math.Sqrt(w[$"{name}.norm{i}.running_var"].Values[c] + 1e-5) : 1;
                for (var y = 0; y < input.Height; y++)
                    for (var x = 0; x < input.Width; x++)
                    {
                        var value = input[c, y, x];
                        if (isNormalised)
                            value = (value - w[$"{name}.norm{i}.running_mean"].Values[c]) / deviation * gain!.Values[c]
                                + w[$"{name}.norm{i}.bias"].Values[c];
                        input[c, y, x] = Math.Max(0, value);
                    }
            }
        }
        return input;
    }

    /// <summary>Same padding, stride 1.</summary>
    public static Image Conv(Image input, WeightTensor weight, float[]? bias)
    {
        int outputs = (int)weight.Shape[0], k = (int)weight.Shape[2];
        var result = new Image(outputs, input.Height, input.Width);
        for (var o = 0; o < outputs; o++)
            for (var y = 0; y < input.Height; y++)
                for (var x = 0; x < input.Width; x++)
                {
                    double sum = bias?[o] ?? 0;
                    for (var c = 0; c < input.Channels; c++)
                        for (var dy = 0; dy < k; dy++)
                            for (var dx = 0; dx < k; dx++)
                            {
                                int sy = y + dy - k / 2, sx = x + dx - k / 2;
                                if (sy >= 0 && sy < input.Height && sx >= 0 && sx < input.Width)
                                    sum += input[c, sy, sx] * weight.Values[((o * input.Channels + c) * k + dy) * k + dx];
                            }
                    result[o, y, x] = sum;
                }
        return result;
    }

    private static Image Pool(Image input)
    {
        var result = new Image(input.Channels, input.Height / 2, input.Width / 2);
        for (var c = 0; c < result.Channels; c++)
            for (var y = 0; y < result.Height; y++)
                for (var x = 0; x < result.Width; x++)
                {
                    result[c, y, x] = Math.Max(Math.Max(input[c, 2 * y, 2 * x], input[c, 2 * y, 2 * x + 1]),
                        Math.Max(input[c, 2 * y + 1, 2 * x], input[c, 2 * y + 1, 2 * x + 1]));
                }
        return result;
    }

    private static Image Up(IReadOnlyDictionary<string, WeightTensor> w, string name, Image input)
    {
        var (weight, bias) = (w[$"{name}.weight"], w[$"{name}.bias"].Values);
        var result = new Image((int)weight.Shape[1], 2 * input.Height, 2 * input.Width);
        for (var o = 0; o < result.Channels; o++)
            for (var y = 0; y < result.Height; y++)
                for (var x = 0; x < result.Width; x++)
                {
                    double sum = bias[o];
                    for (var c = 0; c < input.Channels; c++)
                        sum += input[c, y / 2, x / 2] * weight.Values[((c * result.Channels + o) * 2 + y % 2) * 2 + x % 2];
                    result[o, y, x] = sum;
                }
        return result;
    }

    private static Image Cat(Image first, Image second)
    {
        var result = new Image(first.Channels + second.Channels, first.Height, first.Width);
        first.Values.CopyTo(result.Values, 0);
        second.Values.CopyTo(result.Values, first.Values.Length);
        return result;
    }

    internal sealed record Image(int Channels, int Height, int Width)
    {
        public double[] Values { get; } = new double[Channels * Height * Width];

        public double this[int c, int y, int x]
        {
            get => Values[(c * Height + y) * Width + x];
            set => Values[(c * Height + y) * Width + x] = value;
        }
    }
}
