namespace MLNetUNetFill;

/// <summary>
/// Data or a model that the component cannot work with. The message is one sentence for the user: the file or column, the place in it,
/// what was found and what was expected. ML.NET, too, reports data that it cannot work with as an <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class GapFillException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence, as described above.</param>
    public GapFillException(string message) : base(message) { }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence, as described above.</param>
    /// <param name="innerException">What lies behind it.</param>
    public GapFillException(string message, Exception innerException) : base(message, innerException) { }
}
