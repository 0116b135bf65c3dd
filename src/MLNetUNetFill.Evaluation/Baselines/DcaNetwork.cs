using MLNetUNetFill.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>
/// The autoencoder of DCA: standardised expression <c>[N, G]</c> through dense layers of 64, 32 and 64 units, each with batch normalisation
/// and ReLU, to the mean (at the median library size) and the dispersion of a negative binomial for every entry, <c>[N, G]</c> each.
/// Batch normalisation scales, too, which the original's does not: before a ReLU and a dense layer that changes no function.
/// </summary>
internal sealed class DcaNetwork : Module<Tensor, (Tensor Mean, Tensor Dispersion)>
{
    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly Linear enc0, center, dec1, mean, dispersion;
    private readonly BatchNorm1d norm0, norm1, norm2;
    private readonly ReLU relu = ReLU();

    /// <summary>Builds the network with Glorot's initial weights, drawn from <c>torch.manual_seed</c>'s generator.</summary>
    /// <param name="genes">G.</param>
    public DcaNetwork(int genes) : base(nameof(DcaNetwork))
    {
        (enc0, norm0) = (Dense(genes, 64), Norm(64));
        (center, norm1) = (Dense(64, 32), Norm(32));
        (dec1, norm2) = (Dense(32, 64), Norm(64));
        (mean, dispersion) = (Dense(64, genes), Dense(64, genes));
        RegisterComponents();
    }

    public override (Tensor Mean, Tensor Dispersion) forward(Tensor input)
    {
        var encoded = relu.call(BatchNormalization.Apply(norm0, enc0.call(input)));
        var bottleneck = relu.call(BatchNormalization.Apply(norm1, center.call(encoded)));
        var decoded = relu.call(BatchNormalization.Apply(norm2, dec1.call(bottleneck)));
        return (mean.call(decoded).exp().Within(1e-5, 1e6), Softplus(dispersion.call(decoded)).Within(1e-4, 1e4));
    }

    // ln(1 + exp(x)) without the overflow. TorchSharp's softplus makes scalars that nothing keeps alive.
    private static Tensor Softplus(Tensor input) => input.logaddexp(zeros_like(input));

    private static Linear Dense(int inputs, int outputs)
    {
        var layer = Linear(inputs, outputs);
        init.xavier_uniform_(layer.weight);
        init.zeros_(layer.bias!);
        return layer;
    }

    // Keras's defaults: the running statistics keep 99 % at every step.
    private static BatchNorm1d Norm(int units) => BatchNorm1d(units, eps: 1e-3, momentum: 0.01);
}
