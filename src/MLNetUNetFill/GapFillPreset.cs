namespace MLNetUNetFill;

/// <summary>Which network fills the gaps.</summary>
public enum GapFillPreset
{
    /// <summary>Context channels (neighbours, low-rank reconstructions, gene statistics), over which a U-Net predicts the expected rate
    /// and a pointwise network the value if expressed.</summary>
    Context,

    /// <summary>The published network: the grayscale gene image alone, one sigmoid head, values if expressed.</summary>
    Published,
}
