namespace MLNetUNetFill.Cli;

/// <summary>The exit codes of <c>unetfill</c>.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Success = 0;

    /// <summary>The data, a model, the disk or the device stood in the way; nothing was left half-written.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C or SIGTERM; nothing was left half-written.</summary>
    public const int Cancelled = 130;
}
