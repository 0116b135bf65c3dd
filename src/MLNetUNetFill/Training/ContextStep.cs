using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The context network and the training step of its rate branch: loss, gradients clipped, Adam, averaged weights. <see cref="ValueSession"/> trains the
/// other branch.</summary>
internal sealed class ContextStep : IDisposable
{
    private readonly ContextTrainingOptions _options;
    private readonly int _genes;
    private readonly int _steps;
    private readonly Tensor _isGene;
    private readonly FlatParameters _rate;
    private readonly AdamOptimizer _optimizer;
    private readonly WeightAverage _average;
    private int _step;

    /// <summary>Builds the network, from <c>torch.manual_seed</c>'s generator, and its optimiser.</summary>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="options">How to train.</param>
    /// <param name="steps">How many steps the training has: the learning rate falls over them.</param>
    /// <param name="device">Where to train.</param>
    public ContextStep(PixelMap pixels, ContextTrainingOptions options, int steps, Device device)
    {
        (_options, _genes, _steps) = (options, pixels.PixelOfGene.Length, steps);
        var isGene = new float[pixels.PixelCount];
        foreach (var pixel in pixels.PixelOfGene) isGene[pixel] = 1;
        _isGene = tensor(isGene, [1, 1, pixels.Height, pixels.Width]).to(device);
        Shape = ContextUNet.Trunk(ContextChannels.Count, options.BaseChannels, options.KernelSize, options.DropoutRate);
        Network = new ContextUNet(Shape, pixels.Height, pixels.Width);
        Network.to(device);
        _rate = new FlatParameters([.. Network.Rate.parameters(), Network.LogTheta]);
        _optimizer = new AdamOptimizer(_rate, Network.LogTheta.numel(), ContextTrainingOptions.ShapeRate);
        _average = new WeightAverage(_rate, ContextTrainingOptions.AverageDecay);
    }

    /// <summary>Shape of the trunk.</summary>
    public UNetShape Shape { get; }

    /// <summary>The network.</summary>
    public ContextUNet Network { get; }

    /// <summary>Changes the weights by one batch.</summary>
    /// <returns>The loss before, and the smoothness of the output, as <c>[2]</c>, apart from the graph.</returns>
    public Tensor Run(ContextTensors batch)
    {
        var (total, smoothness) = Loss(batch);
        _rate.ZeroGradients();
        total.backward();
        _rate.ClipNorm(ContextTrainingOptions.GradientNorm);
        _optimizer.Step(_options.RateAt(_step, _steps));
        _average.Add();
        _step++;
        return stack([total, smoothness]).detach();
    }

    /// <summary>The loss of the rate branch, and the smoothness of its output.</summary>
    public (Tensor Total, Tensor Smoothness) Loss(ContextTensors batch)
    {
        var output = Network.Rate.call(batch.ThinnedImages);
        var likelihood = Likelihood(output, batch);
        // What weighs nothing is only reported: its way back would add zeros.
        var image = output.narrow(1, ContextOutput.Rate, 1);
        if (_options.SmoothnessWeight == 0) return (likelihood, GapFillLoss.Smoothness(image.detach()));
        var smoothness = GapFillLoss.Smoothness(image);
        return (likelihood.Plus(smoothness.Times(_options.SmoothnessWeight)), smoothness);
    }

    /// <summary>Sets the branch to the averaged weights.</summary>
    public void Average() => _average.Apply();

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGene.Dispose();
        _average.Dispose();
        _optimizer.Dispose();
        _rate.Dispose();
        Network.Dispose();
    }

    private Tensor Likelihood(Tensor output, ContextTensors batch)
    {
        var logBase = batch.ThinnedImages.narrow(1, (int)ContextChannel.NeighbourRate50, 1).Plus(batch.LogShare);
        var share = ContextOutput.PriorShare(output.narrow(1, ContextOutput.Rate, 1), logBase);
        var prior = ContextOutput.PriorShape(output.narrow(1, ContextOutput.Shape, 1), Network.LogTheta);
        var (shape, odds) = ContextOutput.Posterior(share, prior, batch.ThinnedCounts, batch.ThinnedLibraries);
        var mean = shape * odds * (batch.RestLibraries / batch.ThinnedLibraries);
        var loss = ContextLikelihood.NegativeBinomial(mean, batch.RestCounts, shape);
        return (loss * _isGene).sum().Over((double)output.shape[0] * _genes);
    }
}
