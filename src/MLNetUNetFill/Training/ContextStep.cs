using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Network;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The training step of the context network: loss of both branches, gradients clipped, Adam, averaged weights.</summary>
internal sealed class ContextStep : IDisposable
{
    private readonly ContextTrainingOptions _options;
    private readonly int _genes;
    private readonly int _steps;
    private readonly Tensor _isGene;
    private readonly GapFillLoss _loss;
    private readonly Parameter[][] _branches;
    private readonly Adam _optimizer;
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
        var unit = ContextOutput.ZRange;
        _loss = new GapFillLoss(options.MseWeight * unit * unit, options.MaeWeight * unit, options.SmoothnessWeight * unit);
        Shape = ContextUNet.Trunk(ContextChannels.Count, options.BaseChannels, options.KernelSize, options.DropoutRate);
        Network = new ContextUNet(Shape, pixels.Height, pixels.Width);
        Network.to(device);
        _branches = [[.. Network.Rate.parameters(), Network.LogTheta], [.. Network.Value.parameters()]];
        var parameters = _branches.SelectMany(branch => branch).ToArray();
        _optimizer = optim.Adam(parameters, options.LearningRate);
        _average = new WeightAverage(parameters, ContextTrainingOptions.AverageDecay);
    }

    /// <summary>Shape of the trunk.</summary>
    public UNetShape Shape { get; }

    /// <summary>The network.</summary>
    public ContextUNet Network { get; }

    /// <summary>Changes the weights by one batch.</summary>
    /// <returns>The loss before, and the value branch's MSE, MAE and smoothness, as <c>[4]</c>, apart from the graph.</returns>
    public Tensor Run(ContextTensors batch)
    {
        var (total, terms) = Loss(batch);
        _optimizer.zero_grad();
        total.backward();
        foreach (var branch in _branches) GradientNorm.Clip(branch, ContextTrainingOptions.GradientNorm);
        foreach (var group in _optimizer.ParamGroups) group.LearningRate = _options.RateAt(_step, _steps);
        _optimizer.step();
        _average.Add();
        _step++;
        return stack([total, terms.Mse, terms.Mae, terms.Smoothness]).detach();
    }

    /// <summary>The sum of both branches' losses, and the terms of the value branch.</summary>
    public (Tensor Total, LossTerms Terms) Loss(ContextTensors batch)
    {
        var rate = RateLoss(Network.Rate.call(batch.ThinnedImages), batch);
        var (value, terms) = ValueLoss(Network.Value.call(batch.MaskedImages), batch);
        return (rate + value, terms);
    }

    /// <summary>Sets the network to the averaged weights.</summary>
    public void Average() => _average.Apply();

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGene.Dispose();
        _average.Dispose();
        _optimizer.Dispose();
        Network.Dispose();
    }

    private Tensor RateLoss(Tensor output, ContextTensors batch)
    {
        var logBase = batch.ThinnedImages.narrow(1, (int)ContextChannel.NeighbourRate50, 1) + batch.LogShare;
        var mean = ContextOutput.ExpectedRate(output, logBase) * batch.RestLibraries;
        var loss = ContextLikelihood.NegativeBinomial(mean, batch.RestCounts, ContextOutput.Dispersion(Network.LogTheta));
        return (loss * _isGene).sum() / ((double)output.shape[0] * _genes);
    }

    private (Tensor Loss, LossTerms Terms) ValueLoss(Tensor output, ContextTensors batch)
    {
        var pixel = ContextOutput.Pixel(output.narrow(1, 0, 1));
        var terms = _loss.Of(pixel, batch.Targets, batch.Mask, batch.Entries);
        // The deviation follows the residual; the residual does not make room for the deviation.
        var residual = ((pixel - batch.Targets) * ContextOutput.ZRange).detach();
        var deviation = ContextOutput.BoundedLogDeviation(output.narrow(1, 1, 1));
        var likelihood = (ContextLikelihood.Gaussian(residual, deviation) * batch.Mask).sum() / Math.Max(1, batch.Entries);
        return (terms.Total + likelihood * ContextTrainingOptions.DeviationWeight, terms);
    }
}
