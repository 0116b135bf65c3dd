namespace MLNetUNetFill;

/// <summary>The settings that follow the preset and the effort until they are set.</summary>
internal sealed record PresetDefaults
{
    private static readonly PresetDefaults Context = new()
    {
        EnoughSteps = 2000, FewestEpochs = 6, MostEpochs = 11, LearningRate = 2e-3, BatchSize = 8, MaskRate = 0.08f,
        BaseChannels = 16, KernelSize = 1,
    };

    private static readonly PresetDefaults Published = new()
    {
        Epochs = 100, LearningRate = 1e-3, BatchSize = 16, MaskRate = 0.15f, MaeWeight = 0.2f, BaseChannels = 8, KernelSize = 3,
        SmoothnessWeight = 0.001f,
    };

    /// <summary>0 for as many as make <see cref="EnoughSteps"/>.</summary>
    public int Epochs { get; init; }

    /// <summary>Training steps of the context preset.</summary>
    public int EnoughSteps { get; init; }

    /// <summary>Lower bound of the epochs of the context preset.</summary>
    public int FewestEpochs { get; init; }

    /// <summary>Upper bound of the epochs of the context preset.</summary>
    public int MostEpochs { get; init; }

    /// <summary>Adam's learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Cells in a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Share of the observed entries hidden.</summary>
    public required float MaskRate { get; init; }

    /// <summary>beta.</summary>
    public float MaeWeight { get; init; }

    /// <summary>Width of the first level.</summary>
    public required int BaseChannels { get; init; }

    /// <summary>Side of the kernels.</summary>
    public required int KernelSize { get; init; }

    /// <summary>gamma.</summary>
    public float SmoothnessWeight { get; init; }

    /// <summary>The defaults of a preset and an effort; those of the default ones for undefined values, which the options' check
    /// refuses.</summary>
    public static PresetDefaults For(GapFillPreset preset, TrainingEffort effort) => (preset, effort) switch
    {
        (GapFillPreset.Published, TrainingEffort.Fast) => Published with { Epochs = 25 },
        (GapFillPreset.Published, _) => Published,
        (_, TrainingEffort.Fast) => Context with { EnoughSteps = 600, FewestEpochs = 3, MostEpochs = 5, BaseChannels = 8 },
        (_, TrainingEffort.Best) => Context with { EnoughSteps = 4000, FewestEpochs = 12, MostEpochs = 24, BaseChannels = 32 },
        _ => Context,
    };
}
