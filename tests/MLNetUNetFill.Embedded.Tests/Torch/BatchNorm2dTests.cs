using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class BatchNorm2dTests
{
    /// <summary>Values 1, 2, 3, 6: mean 3, variance 3.5 (as a sample: 14/3).</summary>
    private static Tensor Batch() => tensor(new[] { 1f, 2, 3, 6 }, [2, 1, 1, 2]);

    [Fact]
    public void Training_normalises_with_the_batch_and_updates_the_running_statistics()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(1);
        var output = norm.call(Batch()).reshape(-1).data<float>().ToArray();
        float[] values = [1, 2, 3, 6];
        for (var i = 0; i < values.Length; i++)
            Assert.Equal((values[i] - 3) / Math.Sqrt(3.5 + 1e-5), output[i], 1e-5);
        var state = norm.state_dict();
        Assert.Equal(0.3f, state["running_mean"].item<float>(), 1e-6f);
        Assert.Equal(0.9 + (0.1 * 14 / 3), state["running_var"].item<float>(), 1e-6);
        Assert.Equal(1L, state["num_batches_tracked"].item<long>());
    }

    [Fact]
    public void Evaluation_normalises_with_the_running_statistics_and_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(1);
        var state = norm.state_dict();
        state["running_mean"].fill_(2);
        state["running_var"].fill_(4);
        using (no_grad())
        {
            state["weight"].fill_(3);
            state["bias"].fill_(1);
        }

        norm.eval();
        var output = norm.call(Batch()).reshape(-1).data<float>().ToArray();
        for (var i = 0; i < 4; i++)
            Assert.Equal((new[] { 1, 2, 3, 6 }[i] - 2) / 2.0 * 3 + 1, output[i], 1e-4);
        Assert.Equal(2f, state["running_mean"].item<float>());
        Assert.Equal(0L, state["num_batches_tracked"].item<long>());
    }

    [Fact]
    public void Options_are_kept_to()
    {
        using var scope = NewDisposeScope();
        using var plain = nn.BatchNorm2d(2, eps: 0.5, momentum: 1, affine: false);
        Assert.Empty(plain.parameters());
        Assert.Equal((2L, 0.5, 1.0, true), (plain.num_features, plain.eps, plain.momentum, plain.track_running_stats));
        plain.call(cat([Batch(), Batch()], 1));
        Assert.Equal([3f, 3f], plain.state_dict()["running_mean"].data<float>().ToArray());
        using var memoryless = nn.BatchNorm2d(1, track_running_stats: false);
        Assert.Empty(memoryless.named_buffers());
        memoryless.eval();
        Assert.Equal(0, memoryless.call(Batch()).mean().item<float>(), 1e-6);
    }

    [Fact]
    public void Images_must_come_in_batches()
    {
        using var norm = nn.BatchNorm2d(1);
        using var image = ones(1, 2, 2);
        Assert.Throws<ArgumentException>(() => norm.call(image));
    }
}
