using MLNetUNetFill.Devices;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.ModelFile;

namespace MLNetUNetFill.Tests.Scoring;

public class GapFillSessionTests
{
    private static readonly GapFillModelFile s_model = GapFillModelFile.Read(GapFillOnnxExporter.Export(RandomModels.Create()));

    [Fact]
    public void The_cpu_is_used_when_asked_for()
    {
        using var session = new GapFillSession(s_model, ComputeDevice.Cpu, 1);

        Assert.Equal((ComputeDevice.Cpu, ComputeDevice.Cpu), (session.Device.Requested, session.Device.Used));
        Assert.Null(session.Device.Note);
        Assert.Equal(70, session.GeneCount);
    }

    [Fact]
    public void Auto_uses_cuda_or_says_why_not()
    {
        using var session = new GapFillSession(s_model, ComputeDevice.Auto, 0);

        Assert.Equal(ComputeDevice.Auto, session.Device.Requested);
        if (session.Device.Used == ComputeDevice.Cuda)
        {
            Assert.Null(session.Device.Note);
        }
        else
        {
            Assert.Equal(ComputeDevice.Cpu, session.Device.Used);
            Assert.Matches(@"^CUDA cannot be used for scoring \(.+\), so the CPU is\.$", session.Device.Note);
        }
        Assert.Equal(Fill(s_model, ComputeDevice.Cpu), Fill(s_model, ComputeDevice.Auto), (a, b) => Math.Abs(a - b) <= 1e-4);
    }

    [Fact]
    public void Cuda_works_or_fails_with_the_reason_and_a_remedy()
    {
        try
        {
            using var session = new GapFillSession(s_model, ComputeDevice.Cuda, 1);
            Assert.Equal(ComputeDevice.Cuda, session.Device.Used);
        }
        catch (GapFillException e)
        {
            Assert.Matches(@"^CUDA device 0 cannot be used for scoring \(.+\); .+, or ask for device 'auto' or 'cpu'\.$", e.Message);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void A_cuda_device_that_no_machine_has_is_refused() =>
        Assert.StartsWith("CUDA device 4321 cannot be used for scoring (",
            Assert.Throws<GapFillException>(() => new GapFillSession(s_model, new DeviceRequest(ComputeDevice.Cuda, 4321), 1)).Message);

    [Fact]
    public void Buffers_may_be_longer_and_are_left_alone_behind_the_cells()
    {
        using var session = new GapFillSession(s_model, ComputeDevice.Cpu, 1);
        var counts = RandomModels.Counts(1, 4, 70);
        var all = new float[4 * 70];
        session.Score(counts, 4, all);
        var two = new float[4 * 70];
        Array.Fill(two, -1);

        session.Score(counts, 2, two);

        Assert.Equal(all[..140], two[..140], (a, b) => Math.Abs(a - b) <= 1e-5);
        Assert.All(two[140..], value => Assert.Equal(-1f, value));
    }

    [Fact]
    public void No_cells_are_scored_without_a_call()
    {
        using var session = new GapFillSession(s_model, ComputeDevice.Cpu, 1);
        session.Score(Memory<float>.Empty, 0, Memory<float>.Empty);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Score(Memory<float>.Empty, -1, Memory<float>.Empty));
    }

    [Fact]
    public void Short_buffers_are_refused()
    {
        using var session = new GapFillSession(s_model, ComputeDevice.Cpu, 1);
        float[] enough = new float[140], tooShort = new float[139];

        Assert.Equal("counts has 139 values; expected at least 140. (Parameter 'counts')",
            Assert.Throws<ArgumentException>(() => session.Score(tooShort, 2, enough)).Message);
        Assert.Throws<ArgumentException>("Filled", () => session.Score(enough, 2, tooShort));
        Assert.Throws<ArgumentException>("Filled.Observed",
            () => session.Score(enough, 2, [new OutputBuffer("Filled", enough), new OutputBuffer("Filled.Observed", tooShort)]));
    }

    [Fact]
    public void Any_outputs_in_any_order_can_be_had()
    {
        using var session = new GapFillSession(GapFillModelFile.Read(GapFillOnnxExporter.Export(ContextModels.Create())), ComputeDevice.Cpu,
            1);
        var counts = RandomModels.Counts(1, 2, 70);
        var all = session.OutputNames.ToDictionary(name => name, name => new float[2 * session.Width(name)]);
        session.Score(counts, 2, [.. all.Select(output => new OutputBuffer(output.Key, output.Value))]);
        Assert.Equal(7, all.Count);

        foreach (var (first, second) in new[] { ("DetectionProbability", "Filled"), ("FillUncertainty", "ExpectedRate") })
        {
            var (a, b) = (new float[140], new float[140]);
            session.Score(counts, 2, [new OutputBuffer(first, a), new OutputBuffer(second, b)]);
            Assert.Equal(all[first], a);
            Assert.Equal(all[second], b);
        }
    }

    [Fact]
    public void Outputs_that_the_model_does_not_have_are_refused()
    {
        using var session = new GapFillSession(s_model, ComputeDevice.Cpu, 1);

        Assert.StartsWith("The model 'in memory' has no output 'ExpectedRate'; expected one of Filled, Filled.Observed.",
            Assert.Throws<ArgumentException>("outputs", () =>
            session.Score(new float[70], 1, [new OutputBuffer("ExpectedRate", new float[70])])).Message);
        Assert.StartsWith("No output is asked for; expected some of Filled, Filled.Observed.",
            Assert.Throws<ArgumentException>("outputs", () => session.Score(new float[70], 1, ReadOnlySpan<OutputBuffer>.Empty)).Message);
    }

    [Fact]
    public void Nothing_is_scored_after_disposal()
    {
        var session = new GapFillSession(s_model, ComputeDevice.Cpu, 1);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Score(new float[70], 1, new float[70]));
    }

    [Fact]
    public void Threads_may_share_a_session()
    {
        using var session = new GapFillSession(s_model, ComputeDevice.Cpu, 1);
        var expected = Fill(s_model, ComputeDevice.Cpu);
        Parallel.For(0, 40, _ =>
        {
            var filled = new float[210];
            session.Score(RandomModels.Counts(2, 3, 70), 3, filled);
            Assert.Equal(expected, filled);
        });
    }

    private static float[] Fill(GapFillModelFile model, ComputeDevice device)
    {
        using var session = new GapFillSession(model, device, 1);
        var filled = new float[210];
        session.Score(RandomModels.Counts(2, 3, 70), 3, filled);
        return filled;
    }
}
