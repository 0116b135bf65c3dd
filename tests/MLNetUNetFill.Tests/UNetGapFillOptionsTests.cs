namespace MLNetUNetFill.Tests;

public class UNetGapFillOptionsTests
{
    [Fact]
    public void Published_is_the_published_configuration_to_the_letter()
    {
        var options = UNetGapFillOptions.Published;
        options.Validate();
        Assert.Equal((GapFillPreset.Published, TrainingEffort.Default), (options.Preset, options.Effort));
        // One grayscale for all genes, on a grid of co-expressed genes; genes x levels is the other reading of the layout.
        Assert.Equal((ExpressionScaling.Global, GeneLayout.CoExpressionGrid), (options.Scaling, options.Layout));
        (options with { Layout = GeneLayout.GeneByLevel }).Validate();
        // 3 x 3 kernels and dropout 0.2; that the U-Net has two levels, ReLU and a sigmoid is checked where it is built.
        Assert.Equal((3, 0.2f), (options.KernelSize, options.DropoutRate));
        // alpha * MSE + beta * MAE on masked entries + gamma * smoothness: all three terms are in.
        Assert.Equal((1f, 0.2f, 0.001f, 0.15f), (options.MseWeight, options.MaeWeight, options.SmoothnessWeight, options.MaskRate));
        // Adam 1e-3, batches of 16, 100 epochs, none fewer; every cell may be trained on.
        Assert.Equal((1e-3, 16, 100, (int?)null), (options.LearningRate, options.BatchSize, options.Epochs, options.Patience));
        Assert.Equal(FillPolicy.IfExpressed, options.Policy);
    }

    [Fact]
    public void Context_is_the_default() => Assert.Equal(new UNetGapFillOptions(), UNetGapFillOptions.Context);

    [Fact]
    public void Scoring_follows_the_training_where_it_leaves_a_choice()
    {
        var options = new UNetGapFillOptions { Device = ComputeDevice.Cuda, GpuDeviceId = 1, Threads = 3 };
        var scoring = options.EffectiveScoring;
        Assert.Equal((ComputeDevice.Cuda, 1, 3, FillPolicy.Expected), (scoring.Device, scoring.GpuDeviceId, scoring.Threads,
            scoring.Policy));

        scoring = (options with { Scoring = new() { Device = ComputeDevice.Cpu, Threads = 2,
            Policy = FillPolicy.DenoiseAll } }).EffectiveScoring;
        Assert.Equal((ComputeDevice.Cpu, null, 2, FillPolicy.DenoiseAll), (scoring.Device, scoring.GpuDeviceId, scoring.Threads,
            scoring.Policy));
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
        { UNetGapFillOptions.Published with { Scoring = new() { Policy = FillPolicy.Expected } }, "Policy", "IfExpressed" },
        { new() { Scoring = new() { AdditionalColumns = (GapFillColumns)64 } }, "AdditionalColumns", "ExpectedRate" },
        { UNetGapFillOptions.Published with { Scoring = new() { AdditionalColumns = GapFillColumns.All } }, "AdditionalColumns",
        "None or Observed" },
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
        { UNetGapFillOptions.Published with { Epochs = 0 }, "Epochs", "at least 1" },
        { new() { Patience = 0 }, "Patience", "null or at least 1" },
        { new() { ValidationFraction = 0.6 }, "ValidationFraction", "at most 0.5" },
        { new() { MaxTrainingCells = 1 }, "MaxTrainingCells", "at least 2" },
        { new() { MaxLandmarks = 1 }, "MaxLandmarks", "2 to 65536" },
        { new() { Precision = (ModelPrecision)9 }, "Precision", "Single, Half, Int8" },
        { new() { Threads = -1 }, "Threads", "0 to 1024" },
        { new() { Device = (ComputeDevice)9 }, "Device", "Auto" },
        { new() { Scoring = new() { BatchSize = 0 } }, "BatchSize", "1 to 65536" },
        { new() { Scoring = new() { Threads = 2000 } }, "Threads", "0 to 1024" },
        { new() { Scoring = new() { Device = (ComputeDevice)9 } }, "Device", "null or one of Auto" },
        { new() { Scoring = new() { GpuDeviceId = -1 } }, "GpuDeviceId", "null or at least 0" },
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
