namespace MLNetUNetFill.Networks;

/// <summary>The network of <see cref="GapFillPreset.Published"/>; names of the weights as in <see cref="UNetShape"/>.</summary>
internal sealed record PublishedNetwork : GapFillNetwork
{
    /// <summary>Scale of each modelled gene: pixel = clip(log1pCp10k * Scale + Offset, 0, 1); value = (pixel - Offset) / Scale, floored at 0.</summary>
    public required float[] Scale { get; init; }

    /// <summary>Offset of each modelled gene; see <see cref="Scale"/>.</summary>
    public required float[] Offset { get; init; }

    /// <inheritdoc/>
    public override GapFillPreset Preset => GapFillPreset.Published;
}
