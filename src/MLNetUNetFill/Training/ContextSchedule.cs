namespace MLNetUNetFill.Training;

/// <summary>How long the context network is trained, and at what learning rates.</summary>
internal static class ContextSchedule
{
    /// <summary>Decay of the averaged weights.</summary>
    public const double AverageDecay = 0.995;

    /// <summary>The gradient's largest norm.</summary>
    public const double GradientNorm = 5;

    /// <summary>The shape of every gene's prior learns this many times as fast as the weights, since its start is far from its
    /// end.</summary>
    public const double ShapeRate = 10;

    /// <summary>Up to so many cells gain by more masked versions; 571 hardly did.</summary>
    private const int FewCells = 400;

    /// <summary>More masked versions of few cells would be learned by heart.</summary>
    private const int MostMasksOfFewCells = 24;

    /// <summary>Steps over which the learning rate rises.</summary>
    private const int WarmUpSteps = 50;

    /// <summary>Share of the learning rate at the last step.</summary>
    private const double LastRate = 0.02;

    /// <summary>Changes parameters of either branch: gradients of a limited norm, averaged weights.</summary>
    /// <param name="parameters">The parameters; owned.</param>
    /// <param name="optimizer">Their optimiser; owned.</param>
    /// <param name="learningRate">Learning rate of a step, 0-based.</param>
    public static WeightUpdate Update(FlatParameters parameters, IOptimizer optimizer, Func<int, double> learningRate) =>
        new(parameters, optimizer, learningRate)
        {
            LimitGradients = gradients => gradients.ClipNorm(GradientNorm),
            Average = new WeightAverage(parameters, AverageDecay),
        };

    /// <summary>Number of training steps in an epoch.</summary>
    public static int StepsPerEpoch(UNetGapFillOptions options, int cells) => EqualBatches.Count(cells, options.BatchSize);

    /// <summary>Number of epochs. Each is also a new thinning and a new mask, so there is a lower bound.</summary>
    public static int Epochs(UNetGapFillOptions options, int cells)
    {
        var (steps, defaults) = (StepsPerEpoch(options, cells), options.Defaults);
        return options.Epochs > 0 ? options.Epochs
            : Math.Clamp((defaults.EnoughSteps + steps - 1) / steps, defaults.FewestEpochs, defaults.MostEpochs);
    }

    /// <summary>How many masked versions of the counts the value branch gets in an epoch: two of few cells, which have few counts to
    /// mask.</summary>
    public static int MasksPerEpoch(UNetGapFillOptions options, int cells) =>
        cells <= FewCells && 2L * Epochs(options, cells) <= MostMasksOfFewCells ? 2 : 1;

    /// <summary>The learning rate of a step: it rises over the first steps and then falls along a cosine.</summary>
    /// <param name="highest">The highest learning rate.</param>
    /// <param name="step">0-based.</param>
    /// <param name="steps">Number of all steps.</param>
    public static double LearningRate(double highest, int step, int steps) =>
        highest * Math.Min(1, (step + 1.0) / WarmUpSteps) * (LastRate + (1 - LastRate) * (1 + Math.Cos(Math.PI * step / steps)) / 2);
}
