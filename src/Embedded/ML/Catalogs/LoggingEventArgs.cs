using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public class LoggingEventArgs : EventArgs
{
    internal LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
    }

    public ChannelMessageKind Kind { get; }

    public string Source { get; }

    public string RawMessage { get; }

    public string Message => $"[Source={Source}, Kind={Kind}] {RawMessage}";
}
