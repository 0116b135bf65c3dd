using MLNetUNetFill.Context;

namespace MLNetUNetFill.Networks;

/// <summary>A trained network and what its preset needs for scoring: <see cref="PublishedNetwork"/> or
/// <see cref="ContextNetwork"/>.</summary>
internal abstract record GapFillNetwork
{
    /// <summary>The U-Net's shape.</summary>
    public required UNetShape Shape { get; init; }

    /// <summary>The network's state_dict.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Weights { get; init; }

    /// <summary>The preset that this network belongs to.</summary>
    public abstract GapFillPreset Preset { get; }
}

/// <summary>
/// The network of <see cref="GapFillPreset.Context"/>, as in <see cref="ContextUNet"/>; its shape is <see cref="ContextUNet.Trunk"/>'s,
/// with as many input channels as <see cref="ContextChannels"/> has.
/// </summary>
internal sealed record ContextNetwork : GapFillNetwork
{
    /// <summary>What the channels of a cell are computed from, over the modelled genes.</summary>
    public required CellContext Context { get; init; }

    /// <summary>Calibrated factor of <c>FillUncertainty</c>.</summary>
    public float UncertaintyScale { get; init; } = 1;

    /// <summary>Whether <see cref="FillPolicy.Expected"/> and <see cref="FillPolicy.DenoiseAll"/> take every cell at the median library
    /// size; see <see cref="LibraryStructure"/>.</summary>
    public bool FillsAtMedianLibrary { get; init; }

    /// <summary>The policy that the file starts with; see <c>GapFillModelFile.WithPolicy</c>.</summary>
    public FillPolicy Policy { get; init; } = FillPolicy.Expected;

    /// <inheritdoc/>
    public override GapFillPreset Preset => GapFillPreset.Context;
}

/// <summary>The network of <see cref="GapFillPreset.Published"/>; names of the weights as in <see cref="UNetShape"/>.</summary>
internal sealed record PublishedNetwork : GapFillNetwork
{
    /// <summary>Scale of each modelled gene: pixel = clip(log1pCp10k * Scale + Offset, 0, 1); value = (pixel - Offset) / Scale, floored at
    /// 0.</summary>
    public required float[] Scale { get; init; }

    /// <summary>Offset of each modelled gene; see <see cref="Scale"/>.</summary>
    public required float[] Offset { get; init; }

    /// <inheritdoc/>
    public override GapFillPreset Preset => GapFillPreset.Published;
}
