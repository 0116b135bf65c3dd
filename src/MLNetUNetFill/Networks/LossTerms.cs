using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

/// <summary>The loss of one batch and its terms before weighting, each a scalar tensor on the network's device.</summary>
/// <param name="Total">alpha * MSE + beta * MAE + gamma * smoothness.</param>
/// <param name="Mse">Mean squared error on the masked entries.</param>
/// <param name="Mae">Mean absolute error on the masked entries.</param>
/// <param name="Smoothness">Mean absolute difference of neighbouring output pixels.</param>
internal readonly record struct LossTerms(Tensor Total, Tensor Mse, Tensor Mae, Tensor Smoothness)
{
    /// <summary>The four terms as one tensor <c>[4]</c>, apart from the graph, to be summed up without waiting for the device.</summary>
    public Tensor Stacked() => stack([Total, Mse, Mae, Smoothness]).detach();
}
