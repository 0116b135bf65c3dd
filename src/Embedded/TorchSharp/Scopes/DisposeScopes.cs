namespace TorchSharp;

/// <summary>The dispose scopes of one thread, innermost first.</summary>
internal sealed class DisposeScopes
{
    [ThreadStatic]
    private static DisposeScopes? _ofThisThread;

    public static DisposeScopes OfThisThread => _ofThisThread ??= new DisposeScopes();

    public DisposeScope? Current { get; private set; }

    public DisposeScope Open() => Current = new DisposeScope(this, Current);

    /// <summary>Takes a scope out of the chain, wherever it stands.</summary>
    public void Close(DisposeScope scope)
    {
        if (ReferenceEquals(Current, scope))
        {
            Current = scope.Outer;
            return;
        }

        for (var inner = Current; inner is not null; inner = inner.Outer)
        {
            if (ReferenceEquals(inner.Outer, scope))
            {
                inner.Outer = scope.Outer;
                return;
            }
        }
    }
}

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopes.OfThisThread.Open();
}
