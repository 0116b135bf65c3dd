using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public class Generator : IDisposable
    {
        private readonly GeneratorHandle _handle;

        internal Generator(GeneratorHandle handle)
        {
            if (handle.IsInvalid)
                throw NativeError.Take();
            _handle = handle;
        }

        public Generator(ulong seed = 0, Device? device = null)
            : this(InitializeDevice(device).type == DeviceType.CPU
                ? NativeMethods.unetfill_generator_new(seed)
                : throw new ArgumentException($"a generator lives on the CPU here, not on {device}", nameof(device)))
        {
        }

        internal GeneratorHandle Native => _handle;

        public Generator manual_seed(long seed)
        {
            NativeError.Check(NativeMethods.unetfill_generator_seed(_handle, seed));
            return this;
        }

        public void Dispose()
        {
            _handle.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    public static Generator manual_seed(long seed) => new(NativeMethods.unetfill_manual_seed(seed));
}
