namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The options of <c>train</c> that shape and train the network, shared with <c>run</c>; defaults are the library's.</summary>
internal sealed class TrainingOptions
{
    private const string Published = "--preset published";

    private static readonly UNetGapFillOptions Defaults = new();

    private readonly Settings<UNetGapFillOptions> _settings = new();
    private readonly PolicyOptions _policy = new("expected; if-expressed for --preset published");
    private readonly Option<GapFillPreset> _preset;
    private readonly Option<TrainingEffort> _effort;
    private readonly Option<int> _genes, _levels, _maxLandmarks;
    private readonly Option<double> _minDetection;
    private readonly Option<GeneLayout> _layout;
    private readonly Option<ExpressionScaling> _scaling;
    private readonly Option<int?> _patience;

    /// <summary>Creates the options, in the order of the help.</summary>
    public TrainingOptions()
    {
        // What is not given keeps following the preset, which is set before all others.
        _preset = _settings.Add(OptionFactory.Choice("--preset",
            "The network: context channels with a rate and a value head, or the published grayscale image alone",
            ("context", GapFillPreset.Context), ("published", GapFillPreset.Published)),
            (_, preset) => preset == GapFillPreset.Published ? UNetGapFillOptions.Published : UNetGapFillOptions.Context);
        _effort = _settings.Add(Effort(), (options, effort) => options with { Effort = effort });
        _settings.Add(_policy.All, (options, parsed) => _policy.Read(parsed) is { } policy
            ? options with { Scoring = options.Scoring with { Policy = policy } } : options);
        _genes = _settings.Add(OptionFactory.GeneCount("--genes",
            "How many of the most variable genes the network models; the others keep their observed value", Defaults.HighlyVariableGenes),
            (options, genes) => options with { HighlyVariableGenes = genes });
        _minDetection = _settings.Add(OptionFactory.Number("--min-detection",
            "Least share of the cells that a gene must be seen in to be among --genes N", Defaults.MinDetectionRate,
            Rules.FromBelow(0, 1)), (options, rate) => options with { MinDetectionRate = rate });
        _layout = _settings.Add(OptionFactory.Choice("--layout",
            "How genes are placed on the pixels; gene-by-level for --preset published alone",
            ("co-expression", GeneLayout.CoExpressionGrid), ("random", GeneLayout.RandomGrid), ("gene-by-level", GeneLayout.GeneByLevel)),
            (options, layout) => options with { Layout = layout });
        _levels = _settings.Add(OptionFactory.Number("--levels", "Levels of expression, the columns of --layout gene-by-level",
            Defaults.ExpressionLevels, Rules.MultipleOf(4, 4, 64)), (options, levels) => options with { ExpressionLevels = levels });
        _scaling = _settings.Add(OptionFactory.Choice("--scaling",
            "How expression becomes pixels of --preset published: one grayscale, or each gene by its own spread",
            ("global", ExpressionScaling.Global), ("per-gene", ExpressionScaling.PerGene)),
            (options, scaling) => options with { Scaling = scaling });
        _settings.AddOptional(OptionFactory.OptionalNumber("--epochs", "Passes over the cells", EpochsByDefault(Published), Rules.Epochs),
            (options, epochs) => options with { Epochs = epochs });
        _patience = _settings.Add(OptionFactory.OptionalNumber("--patience",
            "Epochs without a lower validation loss after which training of --preset published stops", "none: it takes all epochs",
            Rules.Whole(1)), (options, patience) => options with { Patience = patience });
        _settings.Add(OptionFactory.Number("--validation",
            "Share of the observed entries set aside to choose the best epoch and to calibrate the uncertainty",
            Defaults.ValidationFraction, Rules.AboveUpTo(0, 0.5)), (options, share) => options with { ValidationFraction = share });
        _settings.AddOptional(OptionFactory.OptionalNumber("--batch-size", "Cells in a training step",
            ByPreset(options => options.BatchSize), Rules.Whole(1, 4096)), (options, size) => options with { BatchSize = size });
        _settings.AddOptional(OptionFactory.OptionalNumber("--learning-rate", "Adam's learning rate",
            ByPreset(options => options.LearningRate), Rules.Above(0)), (options, rate) => options with { LearningRate = rate });
        _settings.AddOptional(OptionFactory.OptionalNumber("--mask-rate", "Share of a cell's observed entries hidden in each epoch",
            ByPreset(options => Decimals(options.MaskRate)), Rules.Between(0, 1)),
            (options, rate) => options with { MaskRate = (float)rate });
        _settings.Add(OptionFactory.Number("--alpha", "Weight of the squared error in the loss", Decimals(Defaults.MseWeight),
            Rules.From(0, 1e6)), (options, weight) => options with { MseWeight = (float)weight });
        _settings.AddOptional(OptionFactory.OptionalNumber("--beta", "Weight of the absolute error in the loss",
            ByPreset(options => Decimals(options.MaeWeight)), Rules.From(0, 1e6)),
            (options, weight) => options with { MaeWeight = (float)weight });
        _settings.AddOptional(OptionFactory.OptionalNumber("--gamma", "Weight of the smoothness in the loss",
            ByPreset(options => Decimals(options.SmoothnessWeight)), Rules.From(0, 1e6)),
            (options, weight) => options with { SmoothnessWeight = (float)weight });
        _settings.AddOptional(OptionFactory.OptionalNumber("--base-channels", "Channels of the first U-Net level",
            ByPreset(options => options.BaseChannels), Rules.Whole(1, 256)), (options, width) => options with { BaseChannels = width });
        _settings.AddOptional(KernelSize(Published), (options, side) => options with { KernelSize = side });
        _settings.Add(OptionFactory.Number("--dropout", "Dropout rate of the network", Decimals(Defaults.DropoutRate),
            Rules.FromBelow(0, 1)), (options, rate) => options with { DropoutRate = (float)rate });
        _settings.Add(MaxTrainingCells(), (options, most) => options with { MaxTrainingCells = most });
        _maxLandmarks = _settings.Add(MaxLandmarks(), (options, most) => options with { MaxLandmarks = most });
        _settings.Add(OptionFactory.Choice("--precision",
            "How the model file stores kernels and low-rank bases; the smaller ones are rounded, not faster",
            ("fp32", ModelPrecision.Single), ("fp16", ModelPrecision.Half), ("int8", ModelPrecision.Int8)),
            (options, precision) => options with { Precision = precision });
        _settings.Add(CommonOptions.Seed(Defaults.Seed), (options, seed) => options with { Seed = seed });
        _settings.AddMachine();
    }

    /// <summary>How long to train.</summary>
    public static Option<TrainingEffort> Effort() => OptionFactory.Choice("--effort", "How much time training may take for accuracy",
        ("default", TrainingEffort.Default), ("fast", TrainingEffort.Fast), ("best", TrainingEffort.Best));

    /// <summary>How large the kernels are.</summary>
    /// <param name="published">What the published preset is called.</param>
    public static Option<int?> KernelSize(string published) => OptionFactory.OptionalNumber("--kernel-size",
        "Side of the convolution kernels", ByPreset(options => options.KernelSize, published), Rules.Odd(1, 11));

    /// <summary>The number of epochs where it is not given, in words: with every effort.</summary>
    /// <param name="published">What the published preset is called.</param>
    public static string EpochsByDefault(string published)
    {
        int Most(TrainingEffort effort) => PresetDefaults.For(GapFillPreset.Published, effort).Epochs;
        return $"{EpochsByDefault()}; --effort fast: {Enough(TrainingEffort.Fast)}; --effort best: {Enough(TrainingEffort.Best)}; "
            + $"{Most(TrainingEffort.Fast)} for {published} with --effort fast; {Most(TrainingEffort.Default)} for {published}";
    }

    /// <summary>The number of epochs where neither it nor the effort nor the preset is given, in words.</summary>
    public static string EpochsByDefault() => "enough for " + Enough(TrainingEffort.Default);

    /// <summary>How many cells to train on.</summary>
    public static Option<int> MaxTrainingCells() => OptionFactory.Number("--max-training-cells",
        "The most cells to train on, drawn by seed from more; bounds the memory of training", Defaults.MaxTrainingCells, Rules.Whole(2));

    /// <summary>How many cells the model keeps.</summary>
    public static Option<int> MaxLandmarks() => OptionFactory.Number("--max-landmarks",
        "The most training cells that the model keeps to find neighbours among; bounds its size and the time of filling",
            Defaults.MaxLandmarks, Rules.Whole(2, 65536));

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => _settings.AddTo(command);

    /// <summary>The options as typed.</summary>
    /// <exception cref="UsageException">They do not fit together.</exception>
    public UNetGapFillOptions Read(ParseResult parsed)
    {
        RequireEffect(parsed);
        var options = _settings.Read(parsed, Defaults);
        if (options.MseWeight == 0 && options.MaeWeight == 0)
            throw new UsageException("--alpha and --beta are both 0; expected at least one of them above 0.");
        UsageException.ThrowIfRefused(options.Validate);
        return options;
    }

    /// <summary>Refuses options that would have no effect: their user expects one.</summary>
    private void RequireEffect(ParseResult parsed)
    {
        const string Context = "--preset context", ByLevel = "--layout gene-by-level";
        var (isPublished, layout, policy) = (parsed.GetValue(_preset) == GapFillPreset.Published, parsed.GetValue(_layout),
            _policy.Read(parsed));
        if (!isPublished && layout == GeneLayout.GeneByLevel)
            throw new UsageException($"{ByLevel} is not possible with {Context}, whose channels have no levels; expected {Published} "
                + $"with it, or another layout.");
        if (isPublished && policy is { Kind: not FillPolicyKind.IfExpressed } asked)
            throw new UsageException($"--policy {PolicyOptions.Describe(asked)} is not possible with {Published}, which knows values if "
                + $"expressed alone; expected {Context} with it, or --policy if-expressed.");
        Require(isPublished, _patience, Context, Published);
        Require(isPublished, _scaling, Context, Published);
        Require(layout == GeneLayout.GeneByLevel, _levels, "another layout", ByLevel);
        Require(!isPublished, _maxLandmarks, Published, Context);
        Require(!isPublished || parsed.GetValue(_effort) != TrainingEffort.Best, _effort, Published, Context);
        Require(parsed.GetValue(_genes) != 0, _minDetection, "--genes all", "--genes N");

        void Require(bool hasEffect, Option option, string given, string needed)
        {
            if (!hasEffect && parsed.GetResult(option) is { Implicit: false } result)
                throw new UsageException($"{option.Name} {result.Tokens[0].Value} has no effect with {given}; expected {needed} with "
                    + $"it, or no {option.Name}.");
        }
    }

    private static string ByPreset<T>(Func<UNetGapFillOptions, T> setting, string published = Published)
    {
        return $"{setting(Defaults)}{ForEffort("fast", TrainingEffort.Fast)}{ForEffort("best", TrainingEffort.Best)}; "
            + $"{setting(UNetGapFillOptions.Published)} for {published}";

        string ForEffort(string word, TrainingEffort effort) =>
            setting(Defaults with { Effort = effort }) is var value && Equals(value, setting(Defaults)) ? ""
                : $"; {value} for --effort {word}";
    }

    private static string Enough(TrainingEffort effort) => PresetDefaults.For(GapFillPreset.Context, effort) is var defaults
        ? $"{defaults.EnoughSteps} steps, {defaults.FewestEpochs} to {defaults.MostEpochs}" : "";

    /// <summary>A float default as the user would write it: 0.15, not 0.15000000596.</summary>
    private static double Decimals(float value) => (double)(decimal)value;
}
