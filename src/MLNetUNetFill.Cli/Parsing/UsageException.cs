namespace MLNetUNetFill.Cli.Parsing;

/// <summary>Options that are right one by one but not together; the message is one sentence.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Runs a library's own check of all options, for what the ranges of the single options let through, such as a mask rate that
    /// is 0 in single precision.</summary>
    /// <exception cref="UsageException">The check complained.</exception>
    public static void ThrowIfRefused(Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // The runtime appends the parameter and the value to the sentence.
            throw new UsageException(OptionWording.Of(exception.Message.Split('\n', '(')[0].Trim()));
        }
    }
}
