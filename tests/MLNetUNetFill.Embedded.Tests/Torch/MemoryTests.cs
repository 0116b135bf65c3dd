using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

[Collection(ProcessState.Name)]
public class MemoryTests
{
    private const long Megabyte = 1 << 20;

    /// <summary>10,000 results of 64 KiB: a leak of each would be 625 MiB.</summary>
    [Fact]
    public void Ten_thousand_operations_leave_memory_flat()
    {
        using var scope = NewDisposeScope();
        var x = ones(128, 128);
        AssertFlat(warmUp: 500, repetitions: 10_000, limit: 48 * Megabyte, () =>
        {
            using var step = NewDisposeScope();
            _ = (x * 0.5).sigmoid();
        });
    }

    /// <summary>200 steps of a network that makes some 4 MiB of intermediate results in each.</summary>
    [Fact]
    public void Two_hundred_training_steps_leave_memory_flat()
    {
        using var scope = NewDisposeScope();
        using var network = new SmallNetwork(channels: 16);
        using var adam = optim.Adam(network.parameters());
        var images = rand(4, 1, 32, 32);
        AssertFlat(warmUp: 20, repetitions: 200, limit: 48 * Megabyte, () =>
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
        AssertFlat(warmUp: 100, repetitions: 1_000, limit: 48 * Megabyte, () =>
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => a.mm(b)));
    }

    private static void AssertFlat(int warmUp, int repetitions, long limit, Action action)
    {
        for (var i = 0; i < warmUp; i++)
            action();
        var (tensors, memory) = Held();
        for (var i = 0; i < repetitions; i++)
            action();
        var (tensorsAfter, memoryAfter) = Held();
        Assert.True(tensorsAfter <= tensors, $"{tensors} tensors before, {tensorsAfter} after");
        Assert.True(memoryAfter - memory < limit, $"the resident set grew by {(memoryAfter - memory) / Megabyte} MiB");
    }

    private static (long Tensors, long Memory) Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (Tensor.TotalCount, Environment.WorkingSet);
    }
}
