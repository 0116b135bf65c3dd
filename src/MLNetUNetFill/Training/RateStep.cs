using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>The context network, and the loss and the optimiser of its rate branch.</summary>
internal sealed class RateStep : IDisposable
{
    private readonly UNetGapFillOptions _options;
    private readonly int _genes;
    private readonly Tensor _isGene;

    /// <summary>Builds the network, from <c>torch.manual_seed</c>'s generator, and its optimiser.</summary>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="options">How to train.</param>
    /// <param name="steps">Number of training steps, over which the learning rate falls.</param>
    /// <param name="device">Where to train.</param>
    public RateStep(PixelMap pixels, UNetGapFillOptions options, int steps, Device device)
    {
        (_options, _genes) = (options, pixels.PixelOfGene.Length);
        var isGene = new float[pixels.PixelCount];
        foreach (var pixel in pixels.PixelOfGene) isGene[pixel] = 1;
        _isGene = isGene.ToTensor(1, 1, pixels.Height, pixels.Width).to(device);
        Shape = ContextUNet.Trunk(ContextChannels.Count, options.BaseChannels, options.KernelSize, options.DropoutRate);
        Network = new ContextUNet(Shape, pixels.Height, pixels.Width);
        Network.to(device);
        var parameters = new FlatParameters([.. Network.Rate.parameters(), Network.LogTheta]);
        var adam = new AdamOptimizer(parameters, Network.LogTheta.numel(), ContextSchedule.ShapeRate);
        Update = ContextSchedule.Update(parameters, adam, step => ContextSchedule.LearningRate(options.LearningRate, step, steps));
    }

    /// <summary>Shape of the trunk.</summary>
    public UNetShape Shape { get; }

    /// <summary>The network.</summary>
    public ContextUNet Network { get; }

    /// <summary>Changes the weights of the branch.</summary>
    public WeightUpdate Update { get; }

    /// <summary>The loss of the rate branch.</summary>
    public LossTerms Loss(ContextTensors batch)
    {
        var output = Network.Rate.call(batch.ThinnedImages);
        var likelihood = Likelihood(output, batch);
        var none = zeros_like(likelihood);
        var image = output.narrow(1, ContextOutput.Rate, 1);
        // A smoothness without weight is only reported. Its backward pass would add zeros.
        if (_options.SmoothnessWeight == 0) return new LossTerms(likelihood, none, none, GapFillLoss.Smoothness(image.detach()));
        var smoothness = GapFillLoss.Smoothness(image);
        return new LossTerms(likelihood.Plus(smoothness.Times(_options.SmoothnessWeight)), none, none, smoothness);
    }

    /// <summary>Sets the branch to the averaged weights.</summary>
    public void Finish() => Update.Average!.Apply();

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGene.Dispose();
        Update.Dispose();
        Network.Dispose();
    }

    private Tensor Likelihood(Tensor output, ContextTensors batch)
    {
        var logBase = batch.ThinnedImages.narrow(1, ContextChannels.RateBase, 1).Plus(batch.LogShare);
        var share = ContextOutput.PriorShare(output.narrow(1, ContextOutput.Rate, 1), logBase);
        var prior = ContextOutput.PriorShape(output.narrow(1, ContextOutput.Shape, 1), Network.LogTheta);
        var (shape, odds) = ContextOutput.Posterior(share, prior, batch.ThinnedCounts, batch.ThinnedLibraries);
        var mean = shape * odds * (batch.RestLibraries / batch.ThinnedLibraries);
        var loss = Likelihoods.NegativeBinomial(mean, batch.RestCounts, shape);
        return (loss * _isGene).sum().Over((double)output.shape[0] * _genes);
    }
}
