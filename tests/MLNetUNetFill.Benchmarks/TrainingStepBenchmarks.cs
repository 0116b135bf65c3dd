using BenchmarkDotNet.Attributes;
using MLNetUNetFill.Context;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks;

/// <summary>One training step of each preset's U-Net with one thread, on 2,048 genes: ours beside the same step written plainly in
/// TorchSharp, with its modules, its Adam and its clipping.</summary>
public class TrainingStepBenchmarks
{
    private const int Side = 48, Genes = 2048;

    private readonly Random _random = new(1);
    private TorchProcess _process = null!;
    private PixelMap _pixels = null!;
    private Action _ours = null!, _plain = null!;

    /// <summary>The preset.</summary>
    [ParamsAllValues]
    public GapFillPreset Preset { get; set; }

    /// <summary>Prepares a batch and both networks.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _process = TorchProcess.Enter(1, default);
        _pixels = new PixelMap(Side, Side, [.. Enumerable.Range(0, Genes)]);
        if (Preset == GapFillPreset.Published) PreparePublished();
        else PrepareContext();
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void CleanUp() => _process.Dispose();

    /// <summary>The step that training makes.</summary>
    [Benchmark]
    public void Ours() => Run(_ours);

    /// <summary>The same in plain TorchSharp.</summary>
    [Benchmark(Baseline = true)]
    public void PlainTorchSharp() => Run(_plain);

    private void PreparePublished()
    {
        var options = new UNetGapFillOptions { Preset = GapFillPreset.Published };
        var (inputs, targets) = (Uniform(options.BatchSize, 1, Side, Side), Uniform(options.BatchSize, 1, Side, Side));
        var mask = Uniform(options.BatchSize, 1, Side, Side).lt(0.05).to(ScalarType.Float32);
        var entries = (int)mask.sum().item<float>();
        var step = new PublishedStep(options, hasLevels: false, 0.5, CPU);
        _ours = () => step.Update.Apply(step.Loss((inputs, targets, mask), entries).Total);

        var network = new PlainUNet(1, options.BaseChannels, 2, options.KernelSize, normalized: true);
        var adam = optim.Adam(network.parameters(), options.LearningRate);
        _plain = () =>
        {
            var output = network.call(inputs).sigmoid();
            var error = (output - targets) * mask;
            var loss = error.square().sum() / entries * options.MseWeight + error.abs().sum() / entries * options.MaeWeight
                + Smoothness(output) * options.SmoothnessWeight;
            adam.zero_grad();
            loss.backward();
            adam.step();
        };
    }

    private void PrepareContext()
    {
        var options = new UNetGapFillOptions();
        var batch = new ContextTensors(Uniform(options.BatchSize, ContextChannels.Count, Side, Side) - 0.5,
            (Uniform(options.BatchSize, 1, Side, Side) * 1.3).floor(), ones(options.BatchSize, 1, 1, 1) * 5000,
            Uniform(1, 1, Side, Side) - 8,
            (Uniform(options.BatchSize, 1, Side, Side) * 1.3).floor(), ones(options.BatchSize, 1, 1, 1) * 1000);
        var step = new RateStep(_pixels, options, 1_000_000, CPU);
        _ours = () => step.Update.Apply(step.Loss(batch).Total);

        var network = new PlainUNet(ContextChannels.Count, options.BaseChannels, 1, 1, normalized: false, outputs: 2);
        var linear = nn.Conv2d(ContextChannels.Count, 2, 1);
        var embedding = new Parameter(zeros(1, ContextChannels.Count, Side, Side));
        var (bias, logTheta) = (new Parameter(zeros(1, 2, Side, Side)), new Parameter(ones(1, 1, Side, Side)));
        Parameter[] parameters = [.. network.parameters(), .. linear.parameters(), embedding, bias, logTheta];
        Tensor[] averages = [.. parameters.Select(parameter => parameter.detach().clone())];
        var adam = optim.Adam(parameters, options.LearningRate);
        _plain = () =>
        {
            var output = network.call(batch.ThinnedImages + embedding) + linear.call(batch.ThinnedImages) + bias;
            var logBase = batch.ThinnedImages.narrow(1, ContextChannels.RateBase, 1) + batch.LogShare;
            var prior = (output.narrow(1, 0, 1) + logBase).clamp(-25, 3).exp() * batch.ThinnedLibraries;
            var theta = (output.narrow(1, 1, 1) + logTheta).clamp(-8, 12).exp();
            var shape = theta + batch.ThinnedCounts;
            var mean = (shape * prior / (theta + prior) * batch.RestLibraries / batch.ThinnedLibraries).clamp(1e-9, 1e9);
            var loss = (shape.lgamma() - (batch.RestCounts + shape).lgamma() + (shape + batch.RestCounts) * (shape + mean).log()
                - shape * shape.log()
                - batch.RestCounts * mean.log()).mean();
            adam.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, ContextSchedule.GradientNorm);
            adam.step();
            using var noGradient = no_grad();
            foreach (var (parameter, average) in parameters.Zip(averages))
                average.mul_(ContextSchedule.AverageDecay).add_(parameter * (1 - ContextSchedule.AverageDecay));
            _ = Smoothness(output.detach().narrow(1, 0, 1));
        };
    }

    private static Tensor Smoothness(Tensor image) =>
        (image.narrow(2, 1, Side - 1) - image.narrow(2, 0, Side - 1)).abs().mean()
        + (image.narrow(3, 1, Side - 1) - image.narrow(3, 0, Side - 1)).abs().mean();

    private Tensor Uniform(params long[] shape) =>
        tensor([.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => _random.NextSingle())], shape);

    private static void Run(Action step)
    {
        using var scope = NewDisposeScope();
        step();
    }
}
