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

/// <summary>Numbers with their nouns.</summary>
internal static class Counted
{
    /// <summary>A number with its noun: <c>1 cell</c>, <c>2,000 cells</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="nouns">Several of them, where that is not the noun with an s.</param>
    public static string Text(long number, string noun, string? nouns = null) =>
        $"{number:N0} {(number == 1 ? noun : nouns ?? noun + "s")}";
}
