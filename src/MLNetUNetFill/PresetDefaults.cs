namespace MLNetUNetFill;

/// <summary>The settings that follow the preset and the effort until they are set.</summary>
internal sealed record PresetDefaults(int Epochs, double LearningRate, int BaseChannels, int KernelSize, float SmoothnessWeight)
{
    /// <summary>Looks the defaults up; undefined values get those of the default preset and effort, and are refused by the options' check.</summary>
    public static PresetDefaults Of(GapFillPreset preset, TrainingEffort effort) => (preset, effort) switch
    {
        (GapFillPreset.Published, TrainingEffort.Fast) => new(25, 1e-3, 8, 3, 0.001f),
        (GapFillPreset.Published, _) => new(100, 1e-3, 8, 3, 0.001f),
        (_, TrainingEffort.Fast) => new(6, 2e-3, 8, 1, 0),
        (_, TrainingEffort.Best) => new(24, 2e-3, 32, 1, 0),
        _ => new(12, 2e-3, 16, 1, 0),
    };
}
