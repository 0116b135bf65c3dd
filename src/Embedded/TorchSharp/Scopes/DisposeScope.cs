namespace TorchSharp;

public sealed class DisposeScope : IDisposable
{
    private readonly HashSet<torch.Tensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private DisposeScopes? _scopes;

    internal DisposeScope(DisposeScopes scopes, DisposeScope? outer)
    {
        _scopes = scopes;
        Outer = outer;
    }

    internal DisposeScope? Outer { get; set; }

    public int DisposablesCount
    {
        get
        {
            ObjectDisposedException.ThrowIf(_scopes is null, this);
            return _tensors.Count;
        }
    }

    public bool Contains(IDisposable disposable) => disposable is torch.Tensor tensor && _tensors.Contains(tensor);

    public void Attach(IDisposable disposable)
    {
        ObjectDisposedException.ThrowIf(_scopes is null, this);
        Move(Managed(disposable), this);
    }

    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(Outer, disposable);

    public void DisposeEverything()
    {
        ObjectDisposedException.ThrowIf(_scopes is null, this);
        var tensors = _tensors.ToArray();
        _tensors.Clear();
        foreach (var tensor in tensors)
        {
            tensor.Scope = null;
            tensor.Dispose();
        }
    }

    public void Dispose()
    {
        if (_scopes is null)
            return;
        DisposeEverything();
        _scopes.Close(this);
        _scopes = null;
    }

    internal void Forget(torch.Tensor tensor) => _tensors.Remove(tensor);

    internal static void Move(torch.Tensor tensor, DisposeScope? target)
    {
        tensor.Scope?._tensors.Remove(tensor);
        target?._tensors.Add(tensor);
        tensor.Scope = target;
    }

    private T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_scopes is null, this);
        if (disposable is torch.Tensor tensor && _tensors.Contains(tensor))
            Move(tensor, scope);
        return disposable;
    }

    private static torch.Tensor Managed(IDisposable disposable) =>
        disposable as torch.Tensor ?? throw new InvalidOperationException("DisposeScope can only manage tensors.");
}
