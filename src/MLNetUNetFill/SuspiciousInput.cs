namespace MLNetUNetFill;

/// <summary>What becomes of input that does not look like raw counts: logarithms, fractions, normalised values.</summary>
public enum SuspiciousInput
{
    /// <summary>It is used, with a warning.</summary>
    Warn,

    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>It is used.</summary>
    Accept,
}
