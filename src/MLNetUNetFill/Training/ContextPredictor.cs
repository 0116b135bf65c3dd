using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The trained context network in TorchSharp: what the exported graph has to agree with. Runs on the CPU.</summary>
internal sealed class ContextPredictor : IDisposable
{
    private readonly PixelMap _pixels;
    private readonly float _uncertaintyScale;
    private readonly ContextChannels _channels;
    private readonly ContextUNet _network;

    /// <summary>Loads a trained network.</summary>
    /// <param name="context">Its context.</param>
    /// <param name="shape">Shape of the trunk.</param>
    /// <param name="weights">Its state_dict.</param>
    /// <param name="uncertaintyScale">Factor of its standard deviations.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    public ContextPredictor(CellContext context, UNetShape shape, IReadOnlyDictionary<string, WeightTensor> weights, float uncertaintyScale, PixelMap pixels)
    {
        (_pixels, _uncertaintyScale) = (pixels, uncertaintyScale);
        _channels = new ContextChannels(context, pixels, CPU, 1);
        _network = new ContextUNet(shape, pixels.Height, pixels.Width);
        UNetWeights.Load(_network, weights);
        _network.eval();
    }

    /// <summary>Predicts all modelled genes of cells, each alone.</summary>
    /// <param name="counts">Counts of the modelled genes, <c>[N, G]</c>, row-major.</param>
    /// <param name="libraries">Library sizes over all genes, <c>[N]</c>, above 0.</param>
    public CellPredictions Predict(float[] counts, float[] libraries)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var images = _channels.Of(counts, libraries, [.. Enumerable.Repeat(NeighbourSums.Unknown, libraries.Length)]);
        var output = _network.call(images);
        var genes = tensor([.. _pixels.PixelOfGene.Select(pixel => (long)pixel)]);
        var logBase = OnGenes(images.narrow(1, (int)ContextChannel.NeighbourRate50, 1).Plus(_channels.LogShare));
        var share = ContextOutput.PriorShare(Output(ContextOutput.Rate), logBase);
        var prior = ContextOutput.PriorShape(Output(ContextOutput.Shape), OnGenes(_network.LogTheta));
        var library = tensor(libraries, [libraries.Length, 1]);
        var (shape, odds) = ContextOutput.Posterior(share, prior, tensor(counts, [libraries.Length, counts.Length / libraries.Length]), library);
        return new CellPredictions(
            Managed(shape * odds / library),
            Managed(ContextOutput.ValueIfExpressed(Output(ContextOutput.Value), _channels.Mean, _channels.Deviation)),
            Managed(ContextOutput.DetectionProbability(shape, odds)),
            Managed(ContextOutput.BoundedLogDeviation(Output(ContextOutput.LogDeviation)).exp().Times(_uncertaintyScale) * _channels.Deviation));

        Tensor Output(int channel) => OnGenes(output.narrow(1, channel, 1));
        Tensor OnGenes(Tensor image) => image.reshape(image.shape[0], _pixels.PixelCount).index_select(1, genes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channels.Dispose();
        _network.Dispose();
    }

    private static float[] Managed(Tensor values) => values.contiguous().data<float>().ToArray();
}
