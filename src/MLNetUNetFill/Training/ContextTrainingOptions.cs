namespace MLNetUNetFill.Training;

/// <summary>How the context network is trained. The ranges are <see cref="UNetGapFillOptions"/>'s to check.</summary>
internal sealed record ContextTrainingOptions
{
    /// <summary>Passes over the training cells; each draws and fits new versions of the counts.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>Adam's learning rate; <see cref="LateRate"/> of it in the last epochs.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Channels of the first U-Net level.</summary>
    public int BaseChannels { get; init; } = 16;

    /// <summary>Side of the convolution kernels, odd.</summary>
    public int KernelSize { get; init; } = 1;

    /// <summary>Cells in a training step, each once thinned and once masked.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Share of a cell's observed entries that is masked for the value head.</summary>
    public float MaskRate { get; init; } = 0.15f;

    /// <summary>Dropout rate.</summary>
    public float DropoutRate { get; init; } = 0.2f;

    /// <summary>Share of the observed entries that no training sees, for the validation loss and the scale of the uncertainty.</summary>
    public double ValidationFraction { get; init; } = 0.05;

    /// <summary>alpha: weight of the mean squared error of z.</summary>
    public float MseWeight { get; init; } = 1;

    /// <summary>beta: weight of the mean absolute error of z.</summary>
    public float MaeWeight { get; init; } = 0.2f;

    /// <summary>gamma: weight of the smoothness of z between neighbouring pixels.</summary>
    public float SmoothnessWeight { get; init; }

    /// <summary>The most landmarks.</summary>
    public int MaxLandmarks { get; init; } = 4096;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 takes the number of physical cores.</summary>
    public int Threads { get; init; }

    /// <summary>Where to train.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>Weight of the value head's loss beside the rate head's likelihood.</summary>
    public const float ValueWeight = 0.2f;

    /// <summary>Weight of the uncertainty's likelihood.</summary>
    public const float DeviationWeight = 0.05f;

    /// <summary>Bounds of the share of the molecules that a thinned cell keeps.</summary>
    public const double LeastKept = 0.5, MostKept = 0.9;

    /// <summary>Where the late epochs begin, as a share of all; the network is the average over them.</summary>
    public const double LateFrom = 0.6;

    /// <summary>Share of the learning rate in the late epochs.</summary>
    public const double LateRate = 0.3;

    /// <summary>The gradient's largest norm.</summary>
    public const double GradientNorm = 5;

    /// <summary>The first late epoch, 1-based.</summary>
    public int FirstLateEpoch => Math.Min(Epochs, (int)Math.Ceiling(Epochs * LateFrom) + 1);
}
