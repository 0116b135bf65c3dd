namespace MLNetUNetFill.Devices;

/// <summary>
/// The use of libtorch by one computation at a time: its random generator and its thread count belong to the process, so a second
/// computation would change the first one's result. Dispose it for the next computation. Tensors outside an inner
/// dispose scope live until then.
/// </summary>
internal sealed class TorchProcess : IDisposable
{
    /// <summary>Just below 32 MiB, the largest block that glibc draws its limits from.</summary>
    private const long LearntBlock = (32 << 20) - (64 << 10);

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);
    private readonly int _threadsBefore;
    private readonly DisposeScope _scope = NewDisposeScope();

    private TorchProcess(int threads)
    {
        _threadsBefore = get_num_threads();
        set_num_threads(threads);
        // glibc hands the memory of a training step back to the system, and the next step faults it in again, page by page: a seventh of
        // the published network's time. A large block that was freed, here one that nothing ever touched, makes glibc keep as much.
        empty([LearntBlock], ScalarType.Byte, CPU).Dispose();
    }

    /// <summary>Waits until libtorch is free.</summary>
    /// <param name="threads">Threads to compute with; 0 takes one: the tensors of a step are so small that a second thread slows training
    /// down, most of all beside other work.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static TorchProcess Enter(int threads, CancellationToken cancellation)
    {
        NativeTorch.Require();
        OneAtATime.Wait(cancellation);
        try
        {
            return new TorchProcess(threads > 0 ? threads : 1);
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
}
