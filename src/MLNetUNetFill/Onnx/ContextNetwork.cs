using MLNetUNetFill.Context;

namespace MLNetUNetFill.Onnx;

/// <summary>
/// The network of <see cref="GapFillPreset.Context"/>. Its weights: the U-Net without batch normalisation as <c>trunk.*</c>, with
/// <c>trunk.head</c> to 3 channels; <c>linear.weight [3, C, 1, 1]</c>, <c>linear.bias [3]</c>; <c>gene_bias [1, 3, H, W]</c>;
/// <c>log_theta [1, 1, H, W]</c>.
/// </summary>
internal sealed record ContextNetwork : GapFillNetwork
{
    /// <summary>What the channels of a cell are computed from, over the modelled genes.</summary>
    public required CellContext Context { get; init; }

    /// <summary>Calibrated factor of <c>FillUncertainty</c>.</summary>
    public float UncertaintyScale { get; init; } = 1;

    /// <summary>The policy that the file starts with; see <see cref="GapFillModelFile.WithPolicy"/>.</summary>
    public FillPolicy Policy { get; init; } = FillPolicy.Expected;

    /// <inheritdoc/>
    public override GapFillPreset Preset => GapFillPreset.Context;
}
