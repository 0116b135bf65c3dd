namespace MLNetUNetFill.Cli.Terminal;

/// <summary>Messages for the user, one a line, on stderr; results go elsewhere.</summary>
/// <param name="writer">Where the lines go.</param>
internal sealed class Log(TextWriter writer)
{
    /// <summary>Progress.</summary>
    public void Info(string message) => writer.WriteLine(message);

    /// <summary>Unusual facts about the data or the device.</summary>
    public void Warn(string message) => writer.WriteLine("warning: " + NameList.Printable(message));

    /// <summary>Why the command ends without a result.</summary>
    public void Error(string message) => writer.WriteLine("error: " + message);
}
