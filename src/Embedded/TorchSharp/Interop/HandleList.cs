namespace TorchSharp.Interop;

/// <summary>The raw handles of several tensors, kept alive for the length of a native call.</summary>
internal readonly ref struct HandleList : IDisposable
{
    private readonly TensorHandle[] _handles;
    private readonly IntPtr[] _pointers;

    public HandleList(IEnumerable<torch.Tensor> tensors)
    {
        _handles = tensors.Select(tensor => tensor.Native).ToArray();
        _pointers = new IntPtr[_handles.Length];
        for (var i = 0; i < _handles.Length; i++)
        {
            var added = false;
            _handles[i].DangerousAddRef(ref added);
            _pointers[i] = _handles[i].DangerousGetHandle();
        }
    }

    public int Count => _pointers.Length;

    public ReadOnlySpan<IntPtr> Pointers => _pointers;

    public void Dispose()
    {
        foreach (var handle in _handles)
            handle.DangerousRelease();
    }
}
