using System.Text.Json.Serialization;
using MLNetUNetFill.Devices;
using static MLNetUNetFill.OptionCheck;

namespace MLNetUNetFill;

/// <summary>
/// How <c>UNetGapFillEstimator</c> builds, trains and serves the network. A setting that depends on <see cref="Preset"/> and
/// <see cref="Effort"/>
/// follows them until it is set. Change a copy with <c>options with { Epochs = 40 }</c>; <see cref="Validate"/> checks every range before
/// training starts.
/// </summary>
/// <remarks>What belongs to one preset or layout alone (<see cref="Patience"/>, <see cref="Scaling"/>, <see cref="ExpressionLevels"/>,
/// <see cref="MaxLandmarks"/>,
/// <see cref="TrainingEffort.Best"/>) has no effect under another.</remarks>
public sealed record UNetGapFillOptions
{
    private readonly float? _smoothnessWeight, _maeWeight, _maskRate;
    private readonly int? _baseChannels, _kernelSize, _epochs, _batchSize;
    private readonly double? _learningRate;

    /// <summary>The default: what is most accurate on the data tried. docs/model.md says what differs from <see cref="Published"/>, and
    /// why.</summary>
    public static UNetGapFillOptions Context { get; } = new();

    /// <summary>The published configuration to the letter, a starting point for <c>with</c>: one grayscale for all genes, a two-level
    /// U-Net with 3x3 kernels, ReLU and a sigmoid at its end, dropout 0.2, alpha * MSE + beta * MAE + gamma * smoothness, a fresh mask for
    /// every cell and epoch, Adam at 1e-3, batches of 16, 100 epochs of which the best is kept. <see cref="GeneLayout.GeneByLevel"/> is the
    /// other published layout.</summary>
    public static UNetGapFillOptions Published { get; } = new() { Preset = GapFillPreset.Published };

    /// <summary>Which network fills the gaps: that of <see cref="Context"/> or of <see cref="Published"/>, whichever these options started
    /// from.</summary>
    public GapFillPreset Preset { get; internal init; } = GapFillPreset.Context;

    /// <summary>How much time training may take for accuracy. Default <see cref="TrainingEffort.Default"/>.</summary>
    public TrainingEffort Effort { get; init; } = TrainingEffort.Default;

    /// <summary>Input column: raw counts of one cell, a known-size vector of <see cref="float"/>, one slot a gene. Default
    /// <c>Counts</c>.</summary>
    public string InputColumnName { get; init; } = "Counts";

    /// <summary>Output column: filled expression of the cell in log1p CP10k, same slots. Default <c>Filled</c>.</summary>
    public string OutputColumnName { get; init; } = "Filled";

    /// <summary>How the trained network scores: policy, additional columns, device. Default: see
    /// <see cref="GapFillScoringOptions"/>.</summary>
    [JsonIgnore]
    public GapFillScoringOptions Scoring { get; init; } = new();

    /// <summary>How many of the most variable genes the network models; 0 models every gene that any training cell shows. Default 2048, at
    /// least 2 otherwise.
    /// Other genes keep their normalised observed value.</summary>
    public int HighlyVariableGenes { get; init; } = 2048;

    /// <summary>Genes detected in a smaller share of the training cells are not candidates for <see cref="HighlyVariableGenes"/>. Default
    /// 0.05, range [0, 1).</summary>
    public double MinDetectionRate { get; init; } = 0.05;

    /// <summary>How genes are placed on pixels. Default <see cref="GeneLayout.CoExpressionGrid"/>.</summary>
    public GeneLayout Layout { get; init; } = GeneLayout.CoExpressionGrid;

    /// <summary>Columns of <see cref="GeneLayout.GeneByLevel"/>: how many levels of expression an image tells apart, evenly spaced over
    /// the range of <see cref="Scaling"/>; a value between two of them is a mixture of both. Time and memory grow with it. Default 8, a
    /// multiple of 4 from 4 to 64.</summary>
    public int ExpressionLevels { get; init; } = 8;

    /// <summary>How expression becomes pixels under <see cref="GapFillPreset.Published"/>. Default <see cref="ExpressionScaling.Global"/>,
    /// the published grayscale.</summary>
    public ExpressionScaling Scaling { get; init; } = ExpressionScaling.Global;

    /// <summary>Share of a cell's observed entries hidden from the input in each epoch. Default 0.08 (Context), 0.15 (Published); range
    /// (0, 1).</summary>
    public float MaskRate { get => _maskRate ?? Defaults.MaskRate; init => _maskRate = value; }

    /// <summary>alpha: weight of the mean squared error on the masked entries. Default 1, not negative.</summary>
    public float MseWeight { get; init; } = 1;

    /// <summary>beta: weight of the mean absolute error on the masked entries. Default 0 (Context), 0.2 (Published); not
    /// negative.</summary>
    public float MaeWeight { get => _maeWeight ?? Defaults.MaeWeight; init => _maeWeight = value; }

    /// <summary>gamma: weight of the smoothness between neighbouring output pixels, under <see cref="GapFillPreset.Context"/> those of the
    /// rate. Default 0 (Context), 0.001 (Published); not negative.</summary>
    public float SmoothnessWeight { get => _smoothnessWeight ?? Defaults.SmoothnessWeight; init => _smoothnessWeight = value; }

    /// <summary>Channels of the first U-Net level; each level below has as many (Context, whose value network has twice as many) or twice
    /// as many (Published). Default 16 (Context; 8 for <see cref="TrainingEffort.Fast"/>, 32 for <see cref="TrainingEffort.Best"/>), 8
    /// (Published); range [1, 256].</summary>
    public int BaseChannels { get => _baseChannels ?? Defaults.BaseChannels; init => _baseChannels = value; }

    /// <summary>Side of the U-Net's convolution kernels. Default 1 (Context), 3 (Published); odd, range [1, 11].</summary>
    public int KernelSize { get => _kernelSize ?? Defaults.KernelSize; init => _kernelSize = value; }

    /// <summary>Dropout rate of the U-Net. Default 0.2, range [0, 1).</summary>
    public float DropoutRate { get; init; } = 0.2f;

    /// <summary>Adam's learning rate. Default 2e-3 (Context), 1e-3 (Published); above 0.</summary>
    public double LearningRate { get => _learningRate ?? Defaults.LearningRate; init => _learningRate = value; }

    /// <summary>Cells in a training step. Default 8 (Context), 16 (Published); range [1, 4096].</summary>
    public int BatchSize { get => _batchSize ?? Defaults.BatchSize; init => _batchSize = value; }

    /// <summary>Passes over the training cells. Context: exactly as many; 0, the default, takes as many as make about 2,000 training
    /// steps, 6 to 11 (<see cref="TrainingEffort.Fast"/>: 600 steps, 3 to 5; <see cref="TrainingEffort.Best"/>: 4,000, 12 to 24). Of up to
    /// 400 cells the value is learned from two masked versions of the counts in each epoch, where these are 12 or fewer. By default few
    /// counts are learned from more often, for up to 750 steps of the value branch; with a number of epochs they are not.
    /// Published: the most, at least 1, default 100 (<see cref="TrainingEffort.Fast"/>: 25).</summary>
    public int Epochs { get => _epochs ?? Defaults.Epochs; init => _epochs = value; }

    /// <summary>Training of <see cref="GapFillPreset.Published"/> stops after this many epochs without a lower validation loss. Default
    /// null: it takes all <see cref="Epochs"/>. The weights of the best epoch are kept either way. At least 1.</summary>
    public int? Patience { get; init; }

    /// <summary>Share of all observed entries set aside before training and hidden from whatever predicts them: they choose the best epoch
    /// (Published) and calibrate the uncertainty (Context). Default 0.05, range (0, 0.5].</summary>
    public double ValidationFraction { get; init; } = 0.05;

    /// <summary>The most cells that training holds: of more cells so many are drawn by <see cref="Seed"/> and the cells' row ids, whatever
    /// the order they come in. Genes are chosen by the statistics of all cells, and the trained model fills any cell. Memory and time grow
    /// with it, and so does accuracy, by less and less. Default 20,000, at least 2.</summary>
    public int MaxTrainingCells { get; init; } = 20_000;

    /// <summary>The most training cells that the model of <see cref="GapFillPreset.Context"/> keeps, with their counts, to find a cell's
    /// neighbours among. They make the model's size, and with the genes most of the memory and time of scoring. Default 8,192, range [2,
    /// 65536].</summary>
    public int MaxLandmarks { get; init; } = 8192;

    /// <summary>How the model file stores what may be rounded. Default <see cref="ModelPrecision.Single"/>; the others make it smaller,
    /// not faster.</summary>
    public ModelPrecision Precision { get; init; } = ModelPrecision.Single;

    /// <summary>Seed of the choice of training cells, the masks, the weights, the layout and the order of the cells. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads for training, and for scoring unless <see cref="Scoring"/> says otherwise; 0 takes what is fastest: one for each
    /// branch of the network, whose steps are small, and the number of physical cores for the search for neighbours and for scoring. With
    /// 1, the branches are trained one after the other, to the same weights. Default 0, range [0, 1024].</summary>
    public int Threads { get; init; }

    /// <summary>Where to train, and to score unless <see cref="Scoring"/> says otherwise. Default
    /// <see cref="ComputeDevice.Auto"/>.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>0-based index of the CUDA device, which <see cref="ComputeDevice.Auto"/> and <see cref="ComputeDevice.Cuda"/> heed.
    /// Default null: that of <see cref="MLContext.GpuDeviceId"/> where the estimator is given a context, else the first. At least
    /// 0.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>Whether <see cref="ComputeDevice.Auto"/> takes the CPU where the device that <see cref="GpuDeviceId"/> names cannot be
    /// had; otherwise that is a failure. Default true.</summary>
    public bool FallbackToCpu { get; init; } = true;

    /// <summary>What becomes of training input that does not look like raw counts: logarithms, fractions, normalised values. Default
    /// <see cref="SuspiciousInput.Warn"/>, in the log of the estimator's <see cref="MLContext"/>: an estimator without one tells nobody. A
    /// data frame, which has none, is refused then.</summary>
    public SuspiciousInput OnSuspiciousInput { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the
    /// range.</exception>
    public void Validate()
    {
        RequireDefined(Preset);
        RequireDefined(Effort);
        ArgumentNullException.ThrowIfNull(Scoring);
        Scoring.Validate(Preset);
        RequireColumnNames(InputColumnName, OutputColumnName);
        Require(HighlyVariableGenes is 0 or >= 2, HighlyVariableGenes, "0 (every gene) or at least 2");
        Require(MinDetectionRate is >= 0 and < 1, MinDetectionRate, "at least 0 and below 1");
        RequireDefined(Layout);
        Require(Preset == GapFillPreset.Published || Layout != GeneLayout.GeneByLevel, Layout,
            "CoExpressionGrid or RandomGrid, since the channels of the Context preset hold one number a gene and have no levels");
        Require(ExpressionLevels is >= 4 and <= 64 && ExpressionLevels % 4 == 0, ExpressionLevels, "a multiple of 4 from 4 to 64");
        RequireDefined(Scaling);
        Require(MaskRate is > 0 and < 1, MaskRate, "above 0 and below 1");
        Require(IsWeight(MseWeight), MseWeight, "a finite number, at least 0");
        Require(IsWeight(MaeWeight), MaeWeight, "a finite number, at least 0");
        Require(MseWeight + MaeWeight > 0, MseWeight, "above 0 where MaeWeight is 0");
        Require(IsWeight(SmoothnessWeight), SmoothnessWeight, "a finite number, at least 0");
        Require(BaseChannels is >= 1 and <= 256, BaseChannels, "1 to 256");
        Require(KernelSize is >= 1 and <= 11 && KernelSize % 2 == 1, KernelSize, "an odd number from 1 to 11");
        Require(DropoutRate is >= 0 and < 1, DropoutRate, "at least 0 and below 1");
        Require((float)LearningRate is > 0 and <= float.MaxValue, LearningRate, "a finite number above 0, in single precision");
        Require(BatchSize is >= 1 and <= 4096, BatchSize, "1 to 4096");
        Require(Epochs >= (Preset == GapFillPreset.Context ? 0 : 1), Epochs,
            Preset == GapFillPreset.Context ? "at least 1, or 0 to leave their number to the cells" : "at least 1");
        Require(Patience is null or >= 1, Patience, "null or at least 1");
        Require(ValidationFraction is > 0 and <= 0.5, ValidationFraction, "above 0 and at most 0.5");
        Require(MaxTrainingCells >= 2, MaxTrainingCells, "at least 2");
        Require(MaxLandmarks is >= 2 and <= 65536, MaxLandmarks, "2 to 65536");
        RequireDefined(Precision);
        Require(Threads is >= 0 and <= 1024, Threads, "0 to 1024");
        RequireDefined(Device);
        Require(GpuDeviceId is null or >= 0, GpuDeviceId, "null or at least 0");
        RequireDefined(OnSuspiciousInput);
    }

    /// <summary>The device asked for.</summary>
    internal DeviceRequest Requested => new(Device, GpuDeviceId, FallbackToCpu);

    /// <summary>What a zero becomes.</summary>
    internal FillPolicy Policy => Scoring.Policy ?? (Preset == GapFillPreset.Context ? FillPolicy.Expected : FillPolicy.IfExpressed);

    /// <summary>How the trained network scores: what <see cref="Scoring"/> leaves open is as in training.</summary>
    internal GapFillScoringOptions EffectiveScoring =>
        Scoring.Over(new() { Policy = Policy, Device = Device, GpuDeviceId = GpuDeviceId, FallbackToCpu = FallbackToCpu,
        Threads = Threads });

    /// <summary>These options with the device of a context where they name none, by the rule of ML.NET's own components: a context that
    /// names no device says nothing.</summary>
    internal UNetGapFillOptions OnDeviceOf(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(Scoring);
        // Scoring without a device of its own follows the training, which is on the context's.
        var options = Scoring.Device is null ? this : this with { Scoring = Scoring.OnDeviceOf(mlContext) };
        return GpuDeviceId is null && mlContext.GpuDeviceId is { } id
            ? options with { GpuDeviceId = id, FallbackToCpu = mlContext.FallbackToCpu } : options;
    }

    /// <summary>What the preset and the effort decide where it is not set.</summary>
    internal PresetDefaults Defaults => PresetDefaults.For(Preset, Effort);

    private static bool IsWeight(float value) => value >= 0 && float.IsFinite(value);
}
