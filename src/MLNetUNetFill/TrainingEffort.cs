namespace MLNetUNetFill;

/// <summary>How much time training may take for accuracy.</summary>
public enum TrainingEffort
{
    /// <summary>The presets as documented.</summary>
    Default,

    /// <summary>Fewer passes over a narrower network, for a first look.</summary>
    Fast,

    /// <summary>More passes over a wider network, for a better expected rate; of few cells the value if expressed gains nothing. As
    /// <see cref="Default"/> for <see cref="GapFillPreset.Published"/>.</summary>
    Best,
}
