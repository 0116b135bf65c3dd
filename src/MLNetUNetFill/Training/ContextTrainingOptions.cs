using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Training;

/// <summary>How the context network is trained. The ranges are <see cref="UNetGapFillOptions"/>'s to check.</summary>
internal sealed record ContextTrainingOptions
{
    /// <summary>Passes over the training cells; each draws and fits new versions of the counts. 0 takes as many as make about
    /// <see cref="EnoughSteps"/> training steps.</summary>
    public int Epochs { get; init; }

    /// <summary>Adam's learning rate; it rises over the first steps and then falls along a cosine.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Channels of the first U-Net level; the value branch has twice as many.</summary>
    public int BaseChannels { get; init; } = 16;

    /// <summary>Side of the convolution kernels, odd.</summary>
    public int KernelSize { get; init; } = 1;

    /// <summary>Cells in a training step of the rate branch.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Share of a cell's observed entries that is masked for the value branch.</summary>
    public float MaskRate { get; init; } = 0.08f;

    /// <summary>Dropout rate.</summary>
    public float DropoutRate { get; init; } = 0.2f;

    /// <summary>Share of the observed entries that are never a target of the value branch, for the validation loss and the scale of the
    /// uncertainty.</summary>
    public double ValidationFraction { get; init; } = 0.05;

    /// <summary>alpha: weight of the mean squared error of z.</summary>
    public float MseWeight { get; init; } = 1;

    /// <summary>beta: weight of the mean absolute error of z.</summary>
    public float MaeWeight { get; init; }

    /// <summary>gamma: weight of the smoothness of the rate branch's output between neighbouring pixels.</summary>
    public float SmoothnessWeight { get; init; }

    /// <summary>The most landmarks.</summary>
    public int MaxLandmarks { get; init; } = 4096;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 takes one for libtorch and the number of physical cores for the search for neighbours.</summary>
    public int Threads { get; init; }

    /// <summary>Where to train.</summary>
    public DeviceRequest Device { get; init; } = ComputeDevice.Auto;

    /// <summary>Weight of the uncertainty's likelihood beside the value's error.</summary>
    public const float DeviationWeight = 0.1f;

    /// <summary>After so many training steps more bring little.</summary>
    public int EnoughSteps { get; init; } = 2000;

    /// <summary>The fewest epochs that <see cref="Epochs"/> = 0 takes: every epoch is also a new thinning and a new mask.</summary>
    public int FewestEpochs { get; init; } = 6;

    /// <summary>The most epochs that <see cref="Epochs"/> = 0 takes.</summary>
    public int MostEpochs { get; init; } = 11;

    /// <summary>How many times as fast as the weights the shape of every gene's prior learns: it has far to go from its start.</summary>
    public const double ShapeRate = 10;

    /// <summary>Steps over which the learning rate rises.</summary>
    public const int WarmUpSteps = 50;

    /// <summary>Share of the learning rate at the last step.</summary>
    public const double LastRate = 0.02;

    /// <summary>Decay of the averaged weights.</summary>
    public const double AverageDecay = 0.995;

    /// <summary>The gradient's largest norm.</summary>
    public const double GradientNorm = 5;

    /// <summary>The training that a user's options ask for.</summary>
    public static ContextTrainingOptions Of(UNetGapFillOptions options) => new()
    {
        Epochs = options.Epochs,
        EnoughSteps = options.Defaults.EnoughSteps,
        FewestEpochs = options.Defaults.FewestEpochs,
        MostEpochs = options.Defaults.MostEpochs,
        LearningRate = options.LearningRate,
        BaseChannels = options.BaseChannels,
        KernelSize = options.KernelSize,
        BatchSize = options.BatchSize,
        MaskRate = options.MaskRate,
        DropoutRate = options.DropoutRate,
        ValidationFraction = options.ValidationFraction,
        MseWeight = options.MseWeight,
        MaeWeight = options.MaeWeight,
        SmoothnessWeight = options.SmoothnessWeight,
        MaxLandmarks = options.MaxLandmarks,
        Seed = options.Seed,
        Threads = options.Threads,
        Device = options.Requested,
    };

    /// <summary>How many training steps an epoch has.</summary>
    /// <param name="cells">Number of training cells.</param>
    public int StepsPerEpoch(int cells) => (cells + BatchSize - 1) / BatchSize;

    /// <summary>How many epochs the training has.</summary>
    /// <param name="cells">Number of training cells.</param>
    public int EpochsFor(int cells) =>
        Epochs > 0 ? Epochs : Math.Clamp((EnoughSteps + StepsPerEpoch(cells) - 1) / StepsPerEpoch(cells), FewestEpochs, MostEpochs);

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">0-based.</param>
    /// <param name="steps">Number of all steps.</param>
    public double RateAt(int step, int steps) =>
        LearningRate * Math.Min(1, (step + 1.0) / WarmUpSteps) * (LastRate + (1 - LastRate) * (1 + Math.Cos(Math.PI * step / steps)) / 2);
}
