namespace MLNetUNetFill;

/// <summary>The settings that follow the preset and the effort until they are set.</summary>
/// <param name="LearningRate">Adam's learning rate.</param>
/// <param name="BatchSize">Cells in a step.</param>
/// <param name="MaskRate">Share of the observed entries hidden.</param>
/// <param name="BaseChannels">Width of the first level.</param>
/// <param name="KernelSize">Side of the kernels.</param>
/// <param name="MaeWeight">beta.</param>
/// <param name="SmoothnessWeight">gamma.</param>
/// <param name="Epochs">0 for as many as make <paramref name="EnoughSteps"/>.</param>
/// <param name="EnoughSteps">Training steps of the context preset.</param>
/// <param name="FewestEpochs">Lower bound of the epochs of the context preset.</param>
/// <param name="MostEpochs">Upper bound of the epochs of the context preset.</param>
internal sealed record PresetDefaults(double LearningRate, int BatchSize, float MaskRate, int BaseChannels, int KernelSize,
    float MaeWeight = 0, float SmoothnessWeight = 0, int Epochs = 0, int EnoughSteps = 0, int FewestEpochs = 0, int MostEpochs = 0)
{
    private static readonly PresetDefaults Context = new(LearningRate: 2e-3, BatchSize: 8, MaskRate: 0.08f, BaseChannels: 16, KernelSize: 1,
        EnoughSteps: 2000, FewestEpochs: 6, MostEpochs: 11);

    private static readonly PresetDefaults Published = new(LearningRate: 1e-3, BatchSize: 16, MaskRate: 0.15f, BaseChannels: 8,
        KernelSize: 3, MaeWeight: 0.2f, SmoothnessWeight: 0.001f, Epochs: 100);

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
