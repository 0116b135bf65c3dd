namespace MLNetUNetFill.Tests;

public class UNetGapFillOptionsTests
{
    [Fact]
    public void Defaults_of_the_published_preset_are_the_published_ones()
    {
        var options = new UNetGapFillOptions { Preset = GapFillPreset.Published };
        options.Validate();
        Assert.Equal((1e-3, 16, 100, 0.2f), (options.LearningRate, options.BatchSize, options.Epochs, options.DropoutRate));
        Assert.Equal(("Counts", "Filled", GeneLayout.CoExpressionGrid), (options.InputColumnName, options.OutputColumnName, options.Layout));
    }

    [Fact]
    public void Settings_follow_the_preset_and_the_effort_until_they_are_set()
    {
        var options = new UNetGapFillOptions();
        Assert.Equal((GapFillPreset.Context, 1), (options.Preset, options.KernelSize));
        Assert.Equal(3, (options with { Preset = GapFillPreset.Published }).KernelSize);
        Assert.Equal(5, (options with { KernelSize = 5, Preset = GapFillPreset.Published }).KernelSize);
        var (fast, best) = (options with { Effort = TrainingEffort.Fast }, options with { Effort = TrainingEffort.Best });
        Assert.True(fast.BaseChannels < options.BaseChannels && options.BaseChannels < best.BaseChannels);
        Assert.True(fast.Defaults.EnoughSteps < options.Defaults.EnoughSteps && options.Defaults.EnoughSteps < best.Defaults.EnoughSteps);
        Assert.Equal(7, (best with { Epochs = 7 }).Epochs);
    }

    public static TheoryData<UNetGapFillOptions, string, string> OutOfRange => new()
    {
        { new() { Preset = (GapFillPreset)9 }, "Preset", "Context" },
        { new() { Effort = (TrainingEffort)9 }, "Effort", "Fast" },
        { new() { Preset = GapFillPreset.Published, Policy = FillPolicy.Expected }, "Policy", "IfExpressed" },
        { new() { AdditionalColumns = (GapFillColumns)64 }, "AdditionalColumns", "ExpectedRate" },
        { new() { Preset = GapFillPreset.Published, AdditionalColumns = GapFillColumns.All }, "AdditionalColumns", "None" },
        { new() { InputColumnName = " " }, "InputColumnName", "a column name" },
        { new() { OutputColumnName = "Counts" }, "OutputColumnName", "other than the input" },
        { new() { OutputColumnName = "ExpectedRate" }, "OutputColumnName", "reserved" },
        { new() { InputColumnName = "FillUncertainty" }, "InputColumnName", "reserved" },
        { new() { InputColumnName = "Filled.Observed" }, "InputColumnName", "reserved" },
        { new() { OutputColumnName = "unetfill.policy" }, "OutputColumnName", "reserved" },
        { new() { OutputColumnName = "Filled.output" }, "OutputColumnName", "'.output', which ML.NET cuts off" },
        { new() { HighlyVariableGenes = 1 }, "HighlyVariableGenes", "at least 2" },
        { new() { MinDetectionRate = 1 }, "MinDetectionRate", "below 1" },
        { new() { Layout = (GeneLayout)9 }, "Layout", "CoExpressionGrid" },
        { new() { Layout = GeneLayout.GeneByLevel }, "Layout", "CoExpressionGrid or RandomGrid" },
        { new() { ExpressionLevels = 6 }, "ExpressionLevels", "multiple of 4" },
        { new() { Scaling = (ExpressionScaling)9 }, "Scaling", "PerGene" },
        { new() { MaskRate = 0 }, "MaskRate", "above 0" },
        { new() { MseWeight = -1 }, "MseWeight", "at least 0" },
        { new() { MaeWeight = float.NaN }, "MaeWeight", "at least 0" },
        { new() { MseWeight = 0, MaeWeight = 0 }, "MseWeight", "above 0" },
        { new() { SmoothnessWeight = float.PositiveInfinity }, "SmoothnessWeight", "finite" },
        { new() { BaseChannels = 0 }, "BaseChannels", "1 to 256" },
        { new() { KernelSize = 4 }, "KernelSize", "odd" },
        { new() { DropoutRate = 1 }, "DropoutRate", "below 1" },
        { new() { LearningRate = 0 }, "LearningRate", "above 0" },
        { new() { BatchSize = 0 }, "BatchSize", "1 to 4096" },
        { new() { Epochs = -1 }, "Epochs", "at least 1" },
        { new() { Preset = GapFillPreset.Published, Epochs = 0 }, "Epochs", "at least 1" },
        { new() { Patience = 0 }, "Patience", "at least 1" },
        { new() { ValidationFraction = 0.6 }, "ValidationFraction", "at most 0.5" },
        { new() { MaxTrainingCells = 1 }, "MaxTrainingCells", "at least 2" },
        { new() { MaxLandmarks = 1 }, "MaxLandmarks", "2 to 65536" },
        { new() { Precision = (ModelPrecision)9 }, "Precision", "Single, Half, Int8" },
        { new() { Threads = -1 }, "Threads", "0 to 1024" },
        { new() { Device = (ComputeDevice)9 }, "Device", "Auto" },
        { new() { ScoringBatchSize = 0 }, "ScoringBatchSize", "1 to 65536" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void Out_of_range_says_name_value_and_range(UNetGapFillOptions options, string name, string range)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new UNetGapFillEstimator(options));
        Assert.Equal(name, error.ParamName);
        Assert.StartsWith($"{name} is ", error.Message);
        Assert.Contains(range, error.Message);
    }
}
