using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor : IDisposable
    {
        private TensorHandle? _handle;

        internal Tensor(TensorHandle handle)
        {
            _handle = TensorHandle.Owned(handle);
            DisposeScope.Move(this, DisposeScopes.OfThisThread.Current);
        }

        /// <summary>Takes over another tensor's handle and its place in its dispose scope.</summary>
        private protected Tensor(Tensor other)
        {
            _handle = other.Native;
            DisposeScope.Move(this, other.Scope);
            DisposeScope.Move(other, null);
            other._handle = null;
        }

        public static long TotalCount => TensorHandle.Live;

        public bool IsInvalid => _handle is null;

        internal DisposeScope? Scope { get; set; }

        internal TensorHandle Native => _handle ?? throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            DisposeScope.Move(this, other);
            return this;
        }

        public void Dispose()
        {
            Scope?.Forget(this);
            Scope = null;
            _handle?.Dispose();
            _handle = null;
            GC.SuppressFinalize(this);
        }

        /// <summary>The handle to pass for an argument that may be absent.</summary>
        internal static TensorHandle NativeOrNone(Tensor? tensor) => tensor?.Native ?? TensorHandle.None;

        private Tensor InPlace(bool succeeded)
        {
            NativeError.Check(succeeded);
            return this;
        }
    }
}
