using MLNetUNetFill.Devices;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Devices;

[Collection(TorchCollection.Name)]
public sealed class TorchProcessTests
{
    [Fact]
    public void The_number_of_threads_holds_until_the_end()
    {
        var before = get_num_threads();
        using (TorchProcess.Enter(before + 1, default)) Assert.Equal(before + 1, get_num_threads());

        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public async Task A_second_computation_waits_for_the_first()
    {
        var first = TorchProcess.Enter(1, default);
        var second = Task.Run(() => TorchProcess.Enter(1, default).Dispose());

        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(50)));
        first.Dispose();
        await second;
    }

    [Fact]
    public void Waiting_can_be_cancelled()
    {
        using var first = TorchProcess.Enter(1, default);
        using var cancellation = new CancellationTokenSource(20);

        Assert.ThrowsAny<OperationCanceledException>(() => TorchProcess.Enter(1, cancellation.Token));
    }
}
