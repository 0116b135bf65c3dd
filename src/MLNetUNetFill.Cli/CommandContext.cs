using MLNetUNetFill.Cli.Terminal;

namespace MLNetUNetFill.Cli;

/// <summary>What every verb is given.</summary>
/// <param name="Log">Messages to stderr.</param>
/// <param name="Cancelled">Cancelled by Ctrl-C or SIGTERM.</param>
internal sealed record CommandContext(Log Log, CancellationToken Cancelled);
