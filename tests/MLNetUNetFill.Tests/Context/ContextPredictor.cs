using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Context;

/// <summary>The trained context network in TorchSharp, on the CPU: the exported graph has to agree with it.</summary>
internal sealed class ContextPredictor : IDisposable
{
    private readonly PixelMap _pixels;
    private readonly ContextNetwork _trained;
    private readonly ContextChannels _channels;
    private readonly ContextUNet _network;

    /// <summary>Loads a trained network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    public ContextPredictor(ContextNetwork network, PixelMap pixels)
    {
        (_pixels, _trained) = (pixels, network);
        _channels = new ContextChannels(network.Context, pixels, CPU, 1);
        _network = new ContextUNet(network.Shape, pixels.Height, pixels.Width);
        _network.Load(network.Weights);
        _network.eval();
    }

    /// <summary>Predicts all modelled genes of cells, each alone.</summary>
    /// <param name="counts">Counts of the modelled genes, <c>[N, G]</c>, row-major.</param>
    /// <param name="libraries">Library sizes over all genes, <c>[N]</c>, above 0.</param>
    public CellPredictions Predict(float[] counts, float[] libraries)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var images = _channels.Images(counts, libraries, [.. Enumerable.Repeat(NeighbourSums.Unknown, libraries.Length)]);
        var output = _network.call(images);
        var genes = tensor([.. _pixels.PixelOfGene.Select(pixel => (long)pixel)]);
        var logBase = OnGenes(images.narrow(1, ContextChannels.RateBase, 1).Plus(_channels.LogShare));
        var share = ContextOutput.PriorShare(Output(ContextOutput.Rate), logBase);
        var prior = ContextOutput.PriorShape(Output(ContextOutput.Shape), OnGenes(_network.LogTheta));
        var library = tensor(libraries, [libraries.Length, 1]);
        var (shape, odds) = ContextOutput.Posterior(share, prior, tensor(counts, [libraries.Length, counts.Length / libraries.Length]),
            library);
        Tensor mean = tensor(_trained.Context.Mean), deviation = tensor(_trained.Context.Deviation);
        return new CellPredictions(
            ToArray(shape * odds / library),
            ToArray(ValueIfExpressed(Output(ContextOutput.Value), mean, deviation)),
            ToArray(DetectionProbability(shape, odds)),
            ToArray(ContextOutput.BoundedLogDeviation(Output(ContextOutput.LogDeviation)).exp()
                .Times(_trained.UncertaintyScale) * deviation));

        Tensor Output(int channel) => OnGenes(output.narrow(1, channel, 1));
        Tensor OnGenes(Tensor image) => image.reshape(image.shape[0], _pixels.PixelCount).index_select(1, genes);
    }

    /// <summary>1 - the probability of a zero, (1 + q)^-r, in a part of the cell with the same library size.</summary>
    public static Tensor DetectionProbability(Tensor shape, Tensor odds) => (odds.log1p() * shape).neg().exp().neg().Plus(1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _channels.Dispose();
        _network.Dispose();
    }

    private static Tensor ValueIfExpressed(Tensor output, Tensor mean, Tensor deviation) =>
        (ContextOutput.Pixel(output).Minus(0.5).Times(ContextOutput.ZRange) * deviation).Plus(mean).AtLeast(0);

    private static float[] ToArray(Tensor values) => values.contiguous().data<float>().ToArray();
}

/// <summary>The predictions for some cells; each array is <c>[N, G]</c>, row-major.</summary>
/// <param name="Rate">Expected share of the cell's counts.</param>
/// <param name="Value">Value if expressed, log1p CP10k.</param>
/// <param name="Detection">Detection probability at the cell's library size, p.</param>
/// <param name="Deviation">Standard deviation of the value, log1p CP10k.</param>
internal sealed record CellPredictions(float[] Rate, float[] Value, float[] Detection, float[] Deviation);
