using MLNetUNetFill.Context;

namespace MLNetUNetFill.Networks;

/// <summary>
/// The network of <see cref="GapFillPreset.Context"/>, as in <see cref="ContextUNet"/>; its shape is <see cref="ContextUNet.Trunk"/>'s, with as
/// many input channels as <see cref="ContextChannel"/> has.
/// </summary>
internal sealed record ContextNetwork : GapFillNetwork
{
    /// <summary>What the channels of a cell are computed from, over the modelled genes.</summary>
    public required CellContext Context { get; init; }

    /// <summary>Calibrated factor of <c>FillUncertainty</c>.</summary>
    public float UncertaintyScale { get; init; } = 1;

    /// <summary>Whether <see cref="FillPolicy.Expected"/> and <see cref="FillPolicy.DenoiseAll"/> take every cell at the median library size; see
    /// <see cref="LibraryStructure"/>.</summary>
    public bool FillsAtMedianLibrary { get; init; }

    /// <summary>The policy that the file starts with; see <c>GapFillModelFile.WithPolicy</c>.</summary>
    public FillPolicy Policy { get; init; } = FillPolicy.Expected;

    /// <inheritdoc/>
    public override GapFillPreset Preset => GapFillPreset.Context;
}
