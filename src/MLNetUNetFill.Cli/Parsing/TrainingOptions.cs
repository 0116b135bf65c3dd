using System.CommandLine;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The options of <c>train</c> that shape and train the network, shared with <c>run</c>; defaults are the library's.</summary>
internal sealed class TrainingOptions
{
    private static readonly UNetGapFillOptions Defaults = new();

    private readonly Option<int> _genes = OptionFactory.GeneCount("--genes",
        "How many of the most variable genes the network models; the others keep their observed value", Defaults.HighlyVariableGenes);
    private readonly Option<double> _minDetection = OptionFactory.Number("--min-detection",
        "Least share of the cells that a gene must be seen in to be among --genes N", Defaults.MinDetectionRate, Rules.FromBelow(0, 1));
    private readonly Option<GeneLayout> _layout = OptionFactory.Choice("--layout", "How genes are placed on the pixels",
        ("co-expression", GeneLayout.CoExpressionGrid), ("random", GeneLayout.RandomGrid));
    private readonly Option<ExpressionScaling> _scaling = OptionFactory.Choice("--scaling",
        "How expression becomes pixels: each gene by its own spread, or one grayscale", ("per-gene", ExpressionScaling.PerGene),
        ("global", ExpressionScaling.Global));
    private readonly Option<int> _epochs = OptionFactory.Number("--epochs", "The most passes over the cells", Defaults.Epochs, Rules.Whole(1));
    private readonly Option<int> _patience = OptionFactory.Number("--patience",
        "Epochs without a lower validation loss before training stops", Defaults.Patience, Rules.Whole(1));
    private readonly Option<double> _validation = OptionFactory.Number("--validation",
        "Share of the observed entries set aside to choose the best epoch", Defaults.ValidationFraction, Rules.AboveUpTo(0, 0.5));
    private readonly Option<int> _batchSize = OptionFactory.Number("--batch-size", "Cells in a training step", Defaults.BatchSize,
        Rules.Whole(1, 4096));
    private readonly Option<double> _learningRate = OptionFactory.Number("--learning-rate", "Adam's learning rate", Defaults.LearningRate,
        Rules.Above(0));
    private readonly Option<double> _maskRate = OptionFactory.Number("--mask-rate",
        "Share of a cell's observed entries hidden in each epoch", Decimals(Defaults.MaskRate), Rules.Between(0, 1));
    private readonly Option<double> _alpha = OptionFactory.Number("--alpha", "Weight of the squared error in the loss",
        Decimals(Defaults.MseWeight), Rules.From(0, 1e6));
    private readonly Option<double> _beta = OptionFactory.Number("--beta", "Weight of the absolute error in the loss",
        Decimals(Defaults.MaeWeight), Rules.From(0, 1e6));
    private readonly Option<double> _gamma = OptionFactory.Number("--gamma", "Weight of the smoothness in the loss",
        Decimals(Defaults.SmoothnessWeight), Rules.From(0, 1e6));
    private readonly Option<int> _baseChannels = OptionFactory.Number("--base-channels", "Channels of the first U-Net level",
        Defaults.BaseChannels, Rules.Whole(1, 256));
    private readonly Option<int> _kernelSize = OptionFactory.Number("--kernel-size", "Side of the convolution kernels",
        Defaults.KernelSize, Rules.Odd(1, 11));
    private readonly Option<double> _dropout = OptionFactory.Number("--dropout", "Dropout rate of the network",
        Decimals(Defaults.DropoutRate), Rules.FromBelow(0, 1));
    private readonly Option<int> _seed = CommonOptions.Seed(Defaults.Seed);
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<ComputeDevice> _device = CommonOptions.Device();

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_genes, _minDetection, _layout, _scaling, _epochs, _patience, _validation, _batchSize, _learningRate,
            _maskRate, _alpha, _beta, _gamma, _baseChannels, _kernelSize, _dropout, _seed, _threads, _device];
        foreach (var option in options) command.Options.Add(option);
    }

    /// <summary>The options as typed.</summary>
    /// <exception cref="UsageException">They do not fit together.</exception>
    public UNetGapFillOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(_alpha) == 0 && parsed.GetValue(_beta) == 0)
            throw new UsageException("--alpha and --beta are both 0; expected at least one of them above 0.");
        var options = Convert(parsed);
        UsageException.ThrowIfRefused(options.Validate);
        return options;
    }

    private UNetGapFillOptions Convert(ParseResult parsed) => new()
    {
        HighlyVariableGenes = parsed.GetValue(_genes),
        MinDetectionRate = parsed.GetValue(_minDetection),
        Layout = parsed.GetValue(_layout),
        Scaling = parsed.GetValue(_scaling),
        Epochs = parsed.GetValue(_epochs),
        Patience = parsed.GetValue(_patience),
        ValidationFraction = parsed.GetValue(_validation),
        BatchSize = parsed.GetValue(_batchSize),
        LearningRate = parsed.GetValue(_learningRate),
        MaskRate = (float)parsed.GetValue(_maskRate),
        MseWeight = (float)parsed.GetValue(_alpha),
        MaeWeight = (float)parsed.GetValue(_beta),
        SmoothnessWeight = (float)parsed.GetValue(_gamma),
        BaseChannels = parsed.GetValue(_baseChannels),
        KernelSize = parsed.GetValue(_kernelSize),
        DropoutRate = (float)parsed.GetValue(_dropout),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
        Device = parsed.GetValue(_device),
    };

    /// <summary>A float default as the user would write it: 0.15, not 0.15000000596.</summary>
    private static double Decimals(float value) => (double)(decimal)value;
}
