using System.Runtime.InteropServices;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

[Collection(ProcessState.Name)]
public class MemoryTests
{
    private const int Kilobyte = 1 << 10;

    /// <summary>Stretches after which memory that still grows is leaking.</summary>
    private const int MostStretches = 30;

    /// <summary>Growth after the warm-up that is a leak whatever follows.</summary>
    private const long MostGrowth = 48L << 20;

    /// <summary>Results of 64 KiB, 4,000 of them to warm up.</summary>
    [Fact]
    public void Ten_thousand_operations_leave_memory_flat()
    {
        using var scope = NewDisposeScope();
        var x = ones(128, 128);
        AssertFlat(stretch: 4_000, leak: Kilobyte, () =>
        {
            using var step = NewDisposeScope();
            _ = (x * 0.5).sigmoid();
        });
    }

    /// <summary>Steps, after a hundred to warm up, of a network that makes some 4 MiB of intermediate results in each.</summary>
    [Fact]
    public void Two_hundred_training_steps_leave_memory_flat()
    {
        using var scope = NewDisposeScope();
        using var network = new SmallNetwork(channels: 16);
        using var adam = optim.Adam(network.parameters());
        var images = rand(4, 1, 32, 32);
        AssertFlat(stretch: 100, leak: 32 * Kilobyte, () =>
        {
            using var step = NewDisposeScope();
            adam.zero_grad();
            nn.functional.mse_loss(network.call(images), images).backward();
            adam.step();
        });
    }

    /// <summary>Errors leave nothing behind either.</summary>
    [Fact]
    public void Failed_operations_leave_memory_flat()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (ones(2, 3), ones(2, 3));
        AssertFlat(stretch: 500, leak: 4 * Kilobyte, () => Assert.Throws<ExternalException>(() => a.mm(b)));
    }

    [Fact]
    public void A_leak_of_every_result_is_noticed()
    {
        const int size = 64 * Kilobyte;
        var leaked = new Stack<nint>();
        var error = Assert.Throws<TrueException>(() => AssertFlat(stretch: 1_000, leak: Kilobyte, Leak));
        Assert.StartsWith("the resident set grew", error.Message, StringComparison.Ordinal);
        while (leaked.TryPop(out var block)) Marshal.FreeHGlobal(block);

        void Leak()
        {
            leaked.Push(Marshal.AllocHGlobal(size));
            // Memory that is not touched is not resident.
            for (var page = 0; page < size; page += 4 * Kilobyte) Marshal.WriteInt64(leaked.Peek(), page, 1);
        }
    }

    /// <summary>
    /// Does something again and again until the resident set stays as it is for three stretches in succession. A leak grows in every stretch;
    /// the heaps of the process grow, too, but only until they are large enough, which differs with the machine and with libtorch.
    /// </summary>
    /// <param name="stretch">Operations between two looks at the memory.</param>
    /// <param name="leak">Bytes an operation that are a leak.</param>
    /// <param name="action">The operation.</param>
    private static void AssertFlat(int stretch, int leak, Action action)
    {
        Repeat();
        var (tensors, memory) = Held();
        List<long> growths = [];
        for (var flat = 0; flat < 3;)
        {
            Repeat();
            var (tensorsAfter, memoryAfter) = Held();
            Assert.True(tensorsAfter <= tensors, $"{tensors} tensors before, {tensorsAfter} after");
            growths.Add(memoryAfter - memory);
            memory = memoryAfter;
            // Memory that is still being given back would hide a leak.
            flat = Math.Abs(growths[^1]) < (long)stretch * leak ? flat + 1 : 0;
            Assert.True(growths.Sum() < MostGrowth && (flat == 3 || growths.Count < MostStretches),
                $"the resident set grew by {string.Join(", ", growths.Select(growth => growth / Kilobyte))} KiB in stretches of {stretch} operations");
        }

        void Repeat()
        {
            for (var i = 0; i < stretch; i++) action();
        }
    }

    private static (long Tensors, long Memory) Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        // Free memory that the allocator keeps is no leak, and would hide one that is taken from it.
        if (OperatingSystem.IsLinux()) _ = TrimHeaps(0);
        return (Tensor.TotalCount, Environment.WorkingSet);
    }

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int TrimHeaps(nuint keep);
}
