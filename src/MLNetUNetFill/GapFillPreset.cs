namespace MLNetUNetFill;

/// <summary>Which network fills the gaps.</summary>
public enum GapFillPreset
{
    /// <summary>The U-Net over context channels (neighbours, low-rank reconstructions, gene statistics) with a rate head and a value head.</summary>
    Context,

    /// <summary>The published network: the grayscale gene image alone, one sigmoid head, values if expressed.</summary>
    Published,
}
