using MLNetUNetFill.Networks;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Shared;

/// <summary>Carries a state_dict into TorchSharp: the counterpart of <see cref="UNetWeights.Export"/>.</summary>
internal static class StateDict
{
    /// <summary>Copies weights into a network of the same shape.</summary>
    public static void Load(this nn.Module network, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, target) in network.state_dict()) target.copy_(tensor(weights[name].Values, weights[name].Shape));
    }
}
