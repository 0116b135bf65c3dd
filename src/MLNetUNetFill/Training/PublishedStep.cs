using MLNetUNetFill.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The training step of the published network: loss, gradients, Adam.</summary>
internal sealed class PublishedStep : IDisposable
{
    private readonly bool _hasLevels;
    private readonly GapFillLoss _loss;
    private readonly FlatParameters _parameters;
    private readonly AdamOptimizer _optimizer;
    private readonly double _learningRate;

    /// <summary>Builds the network, from <c>torch.manual_seed</c>'s generator, and its optimiser.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="hasLevels">Whether the columns of the image are expression levels.</param>
    /// <param name="meanTarget">Mean pixel of the entries to learn, see <see cref="UNet.StartAt"/>.</param>
    /// <param name="device">Where to train.</param>
    public PublishedStep(UNetGapFillOptions options, bool hasLevels, double meanTarget, Device device)
    {
        _hasLevels = hasLevels;
        _loss = new GapFillLoss(options.MseWeight, options.MaeWeight, options.SmoothnessWeight);
        Network = new UNet(new UNetShape(options.BaseChannels, options.KernelSize, options.DropoutRate));
        Network.StartAt(meanTarget);
        Network.to(device);
        _parameters = new FlatParameters([.. Network.parameters()]);
        _optimizer = new AdamOptimizer(_parameters);
        _learningRate = options.LearningRate;
    }

    /// <summary>The network.</summary>
    public UNet Network { get; }

    /// <summary>Changes the weights by one batch.</summary>
    /// <returns>The loss before.</returns>
    public LossTerms Run((Tensor Inputs, Tensor Targets, Tensor Mask) batch, int entries)
    {
        var terms = Loss(batch, entries);
        _parameters.ZeroGradients();
        terms.Total.backward();
        _optimizer.Step(_learningRate);
        return terms;
    }

    /// <summary>The loss of one batch.</summary>
    /// <param name="batch">Images, true pixels and mask, each <c>[N, 1, H, W]</c>.</param>
    /// <param name="entries">How many entries are asked for.</param>
    public LossTerms Loss((Tensor Inputs, Tensor Targets, Tensor Mask) batch, int entries)
    {
        var image = Network.call(batch.Inputs);
        return _loss.Of(image, _hasLevels ? ExpectedLevel.Of(image) : image, batch.Targets, batch.Mask, entries);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        Network.Dispose();
    }
}
