namespace MLNetUNetFill.Networks;

/// <summary>A trained network and what one preset needs around it: <see cref="PublishedNetwork"/> or <see cref="ContextNetwork"/>.</summary>
internal abstract record GapFillNetwork
{
    /// <summary>The U-Net's shape.</summary>
    public required UNetShape Shape { get; init; }

    /// <summary>The network's state_dict.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Weights { get; init; }

    /// <summary>The preset that this network belongs to.</summary>
    public abstract GapFillPreset Preset { get; }
}
