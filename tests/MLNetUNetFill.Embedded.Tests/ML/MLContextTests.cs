using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class MLContextTests
{
    [Fact]
    public void The_device_is_a_setting()
    {
        var context = new MLContext();
        Assert.Null(context.GpuDeviceId);
        Assert.False(context.FallbackToCpu);

        (context.GpuDeviceId, context.FallbackToCpu) = (1, true);

        Assert.Equal(1, context.GpuDeviceId);
        Assert.True(context.FallbackToCpu);
    }

    [Fact]
    public void Trainers_write_to_the_log()
    {
        var context = new MLContext(seed: 1);
        var messages = new List<LoggingEventArgs>();
        context.Log += (_, message) =>
        {
            lock (messages)
                messages.Add(message);
        };
        context.Clustering.Trainers.KMeans("Values", numberOfClusters: 2).Fit(TestRows.Load(context));

        var trained = Assert.Single(messages, message => message.RawMessage == "Model trained successfully on 3 instances");
        Assert.Equal(ChannelMessageKind.Info, trained.Kind);
        Assert.Contains("KMeans", trained.Source);
        Assert.Equal($"[Source={trained.Source}, Kind=Info] {trained.RawMessage}", trained.Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_results()
    {
        float[] Split(int seed) =>
            [.. new MLContext(seed).Data.TrainTestSplit(new ProbeDataView(100), 0.4).TestSet.GetColumn<float>("A")];

        Assert.Equal(Split(5), Split(5));
        Assert.NotEqual(Split(5), Split(6));
    }
}
