using System.Runtime.InteropServices;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;

namespace MLNetUNetFill.Tests.Training;

/// <summary>A hundred epochs of <c>Fit</c> need no more memory than the first ones.</summary>
[Collection(TorchCollection.Name)]
public sealed class NativeMemoryTests
{
    private const int Epochs = 100;

    /// <summary>The value branch keeps the latest twelve versions of its entries: until then memory grows.</summary>
    private const int WarmUp = 14;

    /// <summary>What the heaps of the process may grow in the later epochs. A lost image of one step a batch would be more.</summary>
    private const long MostGrowth = 8L << 20;

    [Theory]
    [InlineData(GapFillPreset.Context)]
    [InlineData(GapFillPreset.Published)]
    public void Epochs_leave_memory_flat(GapFillPreset preset)
    {
        var (tensors, memory) = (new List<long>(), new List<long>());
        var options = TestCells.Quick with { Preset = preset, Epochs = Epochs, Patience = Epochs, BatchSize = 8,
            ValidationFraction = 0.1f };
        var thread = Environment.CurrentManagedThreadId;

        using var transformer = new UNetGapFillEstimator(options, new Listener(() =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            tensors.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            memory.Add(ResidentBytes());
        })).Fit(TestCells.View());

        Assert.Equal(Epochs, tensors.Count);
        Assert.All(tensors.Skip(WarmUp), count => Assert.Equal(tensors[WarmUp], count));
        var growth = memory[(Epochs / 2)..].Min() - memory[WarmUp..(Epochs / 2)].Min();
        Assert.True(growth < MostGrowth, $"the later epochs hold {growth} bytes more than the earlier ones: {string.Join(", ", memory)}");
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        // Free memory that the allocator keeps is no leak, and would hide one that is taken from it.
        if (OperatingSystem.IsLinux()) _ = TrimHeaps(0);
        return Environment.WorkingSet;
    }

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int TrimHeaps(nuint keep);

    /// <summary>Unlike <see cref="Progress{T}"/>, calls back at once.</summary>
    private sealed class Listener(Action listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen();
    }
}
