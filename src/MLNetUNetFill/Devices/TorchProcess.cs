using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Devices;

/// <summary>
/// The use of libtorch by one computation at a time: its random generator and its thread count belong to the process, so a second
/// computation would change the first one's result. Dispose to let the next one in. Every tensor that is made in between, in no inner scope, lives until then.
/// </summary>
internal sealed class TorchProcess : IDisposable
{
    /// <summary>Just below 32 MB, the most that glibc learns from.</summary>
    private const long KeptBlock = (32 << 20) - (64 << 10);

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);
    private readonly int _threadsBefore;
    private readonly DisposeScope _scope = NewDisposeScope();

    private TorchProcess(int threads)
    {
        _threadsBefore = get_num_threads();
        set_num_threads(threads);
        KeepMemory();
    }

    /// <summary>Waits until libtorch is free.</summary>
    /// <param name="threads">Threads to compute with; 0 takes the number of physical cores.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static TorchProcess Enter(int threads, CancellationToken cancellation)
    {
        NativeTorch.Require();
        OneAtATime.Wait(cancellation);
        try
        {
            return new TorchProcess(threads > 0 ? threads : PhysicalCores.Count);
        }
        catch
        {
            OneAtATime.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scope.Dispose();
        set_num_threads(_threadsBefore);
        OneAtATime.Release();
    }

    /// <summary>Without it glibc hands the memory of a training step back to the system, and every step faults it in again, page by page: a tenth of the
    /// time. Freeing one large block, never touched, tells it to keep as much.</summary>
    private static void KeepMemory() => empty([KeptBlock], ScalarType.Byte, CPU).Dispose();
}
