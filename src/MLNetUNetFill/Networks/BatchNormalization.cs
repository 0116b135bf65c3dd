using MLNetUNetFill.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

/// <summary>Batch normalisation as the module itself does it, but for its count of the batches: for that, TorchSharp makes a scalar that
/// nothing keeps alive.</summary>
internal static class BatchNormalization
{
    /// <summary>Normalises features by the statistics of the batch while the module trains, else by the running ones.</summary>
    /// <param name="norm">A module with running statistics and a momentum.</param>
    /// <param name="features"><c>[N, C, ...]</c>.</param>
    public static Tensor Apply(BatchNorm norm, Tensor features)
    {
        if (norm.training) norm.num_batches_tracked!.Increment();
        return nn.functional.batch_norm(features, norm.running_mean!, norm.running_var!, norm.weight, norm.bias, norm.training,
            norm.momentum!.Value, norm.eps);
    }
}
