namespace MLNetUNetFill;

/// <summary>The kinds of <see cref="FillPolicy"/>.</summary>
public enum FillPolicyKind
{
    /// <summary><see cref="FillPolicy.Expected"/>.</summary>
    Expected,

    /// <summary><see cref="FillPolicy.IfExpressed"/>.</summary>
    IfExpressed,

    /// <summary><see cref="FillPolicy.Threshold"/>.</summary>
    Threshold,

    /// <summary><see cref="FillPolicy.DenoiseAll"/>.</summary>
    DenoiseAll,

    /// <summary><see cref="FillPolicy.ExpectedLog"/>.</summary>
    ExpectedLog,
}
