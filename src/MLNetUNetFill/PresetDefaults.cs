namespace MLNetUNetFill;

/// <summary>The settings that follow the preset and the effort until they are set.</summary>
/// <param name="Epochs">0 for as many as make <paramref name="EnoughSteps"/>.</param>
/// <param name="EnoughSteps">Training steps of the context preset.</param>
/// <param name="FewestEpochs">Lower bound of the epochs of the context preset.</param>
/// <param name="MostEpochs">Upper bound of the epochs of the context preset.</param>
/// <param name="LearningRate">Adam's.</param>
/// <param name="BatchSize">Cells in a step.</param>
/// <param name="MaskRate">Share of the observed entries hidden.</param>
/// <param name="MaeWeight">beta.</param>
/// <param name="BaseChannels">Width of the first level.</param>
/// <param name="KernelSize">Side of the kernels.</param>
/// <param name="SmoothnessWeight">gamma.</param>
internal sealed record PresetDefaults(int Epochs, int EnoughSteps, int FewestEpochs, int MostEpochs, double LearningRate, int BatchSize, float MaskRate,
    float MaeWeight, int BaseChannels, int KernelSize, float SmoothnessWeight)
{
    /// <summary>Looks the defaults up; undefined values get those of the default preset and effort, and are refused by the options' check.</summary>
    public static PresetDefaults Of(GapFillPreset preset, TrainingEffort effort) => (preset, effort) switch
    {
        (GapFillPreset.Published, TrainingEffort.Fast) => new(25, 0, 0, 0, 1e-3, 16, 0.15f, 0.2f, 8, 3, 0.001f),
        (GapFillPreset.Published, _) => new(100, 0, 0, 0, 1e-3, 16, 0.15f, 0.2f, 8, 3, 0.001f),
        (_, TrainingEffort.Fast) => new(0, 600, 3, 5, 2e-3, 8, 0.08f, 0, 8, 1, 0),
        (_, TrainingEffort.Best) => new(0, 4000, 12, 24, 2e-3, 8, 0.08f, 0, 32, 1, 0),
        _ => new(0, 2000, 6, 11, 2e-3, 8, 0.08f, 0, 16, 1, 0),
    };
}
