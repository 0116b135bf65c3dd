using System.Text;

namespace MLNetUNetFill.Cli.Terminal;

/// <summary>Writes to a stream that may be closed or full, which is no reason to end a run.</summary>
/// <param name="writer">The stream's writer.</param>
internal sealed class TolerantWriter(TextWriter writer) : TextWriter
{
    private bool _broken;

    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(value, static (writer, value) => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(value, static (writer, value) => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(value, static (writer, value) => writer.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(0, static (writer, _) => writer.Flush());

    private void Try<T>(T value, Action<TextWriter, T> write)
    {
        if (_broken) return;
        try
        {
            write(writer, value);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _broken = true;
        }
    }
}
