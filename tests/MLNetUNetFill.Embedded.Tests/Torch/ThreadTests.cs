using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

[Collection(ProcessState.Name)]
public class ThreadTests
{
    [Fact]
    public void Thread_count_can_be_set()
    {
        var before = get_num_threads();
        Assert.True(before >= 1);
        try
        {
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
            set_num_threads(2);
            Assert.Equal(2, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
