namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>
/// Measures how far the resident memory of the process, managed and native, grows beyond its size at the start, after a full collection
/// that gives freed memory back. Sampled: a peak of a few milliseconds may be missed; native memory that an earlier method left to its
/// allocator does not count again.
/// </summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _done = new();
    private readonly Thread _watcher;
    private readonly long _start;
    private long _peak;

    /// <summary>Starts watching.</summary>
    public PeakMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _start = _peak = Environment.WorkingSet;
        _watcher = new Thread(Watch) { IsBackground = true };
        _watcher.Start();
    }

    /// <summary>The growth so far, in megabytes (10^6 bytes).</summary>
    public double Megabytes => (Math.Max(Interlocked.Read(ref _peak), Environment.WorkingSet) - _start) / 1e6;

    /// <inheritdoc />
    public void Dispose()
    {
        _done.Set();
        _watcher.Join();
        _done.Dispose();
    }

    private void Watch()
    {
        while (!_done.Wait(Interval)) Interlocked.Exchange(ref _peak, Math.Max(_peak, Environment.WorkingSet));
    }
}
