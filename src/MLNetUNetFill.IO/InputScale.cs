namespace MLNetUNetFill.IO;

/// <summary>What the values of a file are. Counts are brought back from normalised ones where that is exact.</summary>
public enum InputScale
{
    /// <summary>Not said: <see cref="CountFileOptions.OnSuspiciousInput"/> decides on what does not look like counts.</summary>
    Unknown,

    /// <summary>Raw counts, whatever they look like.</summary>
    Counts,

    /// <summary>Counts per 10,000.</summary>
    Cp10k,

    /// <summary>Counts per million.</summary>
    Cpm,

    /// <summary>Transcripts per million: refused, since gene lengths are in them.</summary>
    Tpm,

    /// <summary>ln(1 + x) of counts per cell, normalised to any one sum.</summary>
    Log1p,
}
