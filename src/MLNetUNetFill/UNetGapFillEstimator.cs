using System.Globalization;
using System.Runtime.InteropServices;
using MLNetUNetFill.Devices;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Training;

namespace MLNetUNetFill;

/// <summary>
/// Learns to fill the gaps (dropouts) of single-cell RNA-seq counts: each cell becomes an image of its genes, a two-level U-Net learns the
/// expected rate of every gene and a pointwise network its value if expressed, and the trained networks are exported to one self-contained
/// ONNX graph which the transformer serves.
/// <code>
/// var pipeline = new EstimatorChain&lt;ITransformer&gt;()
///     .Append(new UNetGapFillEstimator())
///     .Append(mlContext.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 30));
/// </code>
/// Input: a known-size vector column of raw counts, <c>cells x genes</c>, gene names in its <c>SlotNames</c> annotation where there are
/// any.
/// Output: the input's columns, a vector column of <c>log1p CP10k</c>, in which zeros hold what <see cref="GapFillScoringOptions.Policy"/>
/// says and observed entries keep their normalised value (unless it is <see cref="FillPolicy.DenoiseAll"/> or
/// <see cref="FillPolicy.ExpectedLog"/>), and the columns asked for by
/// <see cref="GapFillScoringOptions.AdditionalColumns"/>.
/// </summary>
/// <remarks>
/// Network: Ronneberger, Fischer, Brox (2015), "U-Net: Convolutional Networks for Biomedical Image Segmentation", with two levels. The
/// value if expressed is learned on masked non-zero entries; the rate on thinned counts (Batson, Royer and Webber 2019, "Molecular
/// cross-validation for single-cell RNA-seq") with the negative-binomial likelihood of DCA (Eraslan et al. 2019).
/// </remarks>
public sealed class UNetGapFillEstimator : IEstimator<UNetGapFillTransformer>
{
    private readonly MLContext? _context;
    private readonly UNetGapFillOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;

    /// <summary>Creates an estimator without a context: nothing is told to a log.</summary>
    /// <param name="options">How to build, train and serve the network; <see langword="null"/> takes the defaults.</param>
    /// <param name="progress">Told after every epoch, on the training thread.</param>
    /// <param name="cancellationToken">Stops <see cref="Fit(IDataView)"/> between two training steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public UNetGapFillEstimator(UNetGapFillOptions? options = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        _options = options ?? new UNetGapFillOptions();
        _options.Validate();
        (_progress, _cancellation) = (progress, cancellationToken);
    }

    /// <summary>Creates an estimator that tells <see cref="MLContext.Log"/> what it is doing, and heeds
    /// <see cref="MLContext.GpuDeviceId"/> and
    /// <see cref="MLContext.FallbackToCpu"/>, by the rule of ML.NET's own components: they count where the context names a device and
    /// <paramref name="options"/> do not.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="options">How to build, train and serve the network; <see langword="null"/> takes the defaults.</param>
    /// <param name="progress">Told after every epoch, on the training thread.</param>
    /// <param name="cancellationToken">Stops <see cref="Fit(IDataView)"/> between two training steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public UNetGapFillEstimator(MLContext mlContext, UNetGapFillOptions? options = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        : this((options ?? new UNetGapFillOptions()).OnDeviceOf(mlContext), progress, cancellationToken) => _context = mlContext;

    /// <summary>Told, on the training thread, what is going to be trained and how much memory that needs, before it is.</summary>
    public IProgress<TrainingPlan>? Planned { get; init; }

    /// <summary>The schema that <see cref="Fit(IDataView)"/>'s transformer will give: the input's columns and the output columns.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a known-size vector of
    /// <see cref="float"/>.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CountsColumn.Find(inputSchema, _options.InputColumnName);
        return CountsColumn.AddFilled(inputSchema,
            [_options.OutputColumnName, .. _options.Scoring.AdditionalColumns.Names(_options.OutputColumnName)], withSlotNames: true);
    }

    /// <summary>Trains the network on the cells of <paramref name="input"/> and exports it. Cells without any count are left out.</summary>
    /// <param name="input">Cells in rows; read twice.</param>
    /// <returns>The trained transformer, ready to score; dispose it to free the ONNX Runtime session.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">The data cannot be trained on: a negative or non-finite count, no raw counts where
    /// <see cref="UNetGapFillOptions.OnSuspiciousInput"/> says to refuse them, too few cells or genes, or more of them than the
    /// memory holds (<see cref="TrainingPlan"/>); the device asked for is absent or has too little memory;
    /// the program has no native library of libtorch or ONNX Runtime; or libtorch failed.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public UNetGapFillTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Train(input, null);
    }

    /// <summary>Trains the network on the cells of <paramref name="input"/>, measured on other cells: these are no part of training, and
    /// of their observed entries the share <see cref="UNetGapFillOptions.MaskRate"/> is masked and asked for. They choose the best epoch
    /// (<see cref="GapFillPreset.Published"/>) and calibrate the uncertainty (<see cref="GapFillPreset.Context"/>) in the place of
    /// <see cref="UNetGapFillOptions.ValidationFraction"/> of the training cells' entries.</summary>
    /// <param name="input">Cells in rows; read twice.</param>
    /// <param name="validationSet">Other cells of the same genes; read twice. At most <see cref="UNetGapFillOptions.MaxTrainingCells"/>
    /// are drawn.</param>
    /// <returns>The trained transformer, ready to score; dispose it to free the ONNX Runtime session.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">As for <see cref="Fit(IDataView)"/>; or the validation set is of other genes, or has too few
    /// counts.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public UNetGapFillTransformer Fit(IDataView input, IDataView validationSet)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(validationSet);
        return Train(input, validationSet);
    }

    private UNetGapFillTransformer Train(IDataView input, IDataView? validationSet)
    {
        var scoring = _options.EffectiveScoring;
        // A device that must be had and cannot is found out before hours are spent on training.
        TorchDevice.Choose(_options.Requested);
        DeviceSession.Require(scoring.Requested);
        var column = CountsColumn.Find(input.Schema, _options.InputColumnName);
        var geneNames = CountsColumn.GeneNames(column);
        var validation = validationSet is null ? null : FindValidation(validationSet, column);

        var sample = new CellSample(_options.MaxTrainingCells, _options.Seed);
        var evidence = new CountEvidence();
        var statistics = TrainingCells.Measure(input, column, sample, evidence, _cancellation);
        using var log = new GapFillLog(_context, "Training");
        foreach (var doubt in evidence.Describe(column, _options.OnSuspiciousInput)) log.Warn(doubt);
        var genes = GeneSelection.MostVariable(statistics, _options.HighlyVariableGenes, _options.MinDetectionRate);
        var plan = TrainingMemory.Plan(_options, statistics, genes, sample.Count);
        log.Info(plan.ToString());
        Planned?.Report(plan);
        TrainedNetwork trained;
        try
        {
            trained = PresetTraining.Run(input, column, genes, sample, _options, new LoggedProgress(log, _progress), _cancellation,
                validation);
        }
        catch (ExternalException e)
        {
            throw TorchErrors.Translate(e, _options, genes.Length);
        }

        var model = GapFillOnnxExporter.Export(new GapFillModel(
            InputName: _options.InputColumnName, OutputName: _options.OutputColumnName, GeneNames: geneNames, ModelledGenes: genes,
            Pixels: trained.Pixels, Network: trained.Network, Precision: _options.Precision,
            Provenance: Provenance.Describe(_options, trained)));
        var transformer = new UNetGapFillTransformer(model, scoring, trained.History, trained.BestEpoch, trained.Note)
        {
            Context = _context,
        };
        log.FallBack(_options.Requested, trained.Note);
        log.FallBack(scoring.Requested, transformer.ScoringDevice.Note);
        return transformer;
    }

    private (IDataView Cells, DataViewSchema.Column Column, CellSample Sample)? FindValidation(IDataView cells,
        DataViewSchema.Column training)
    {
        var column = CountsColumn.Find(cells.Schema, _options.InputColumnName);
        // Where the training set names no genes, only their number can be compared.
        CountsColumn.RequireGenes(column, training.HasSlotNames() ? CountsColumn.GeneNames(training) : CountsColumn.GeneNames(column),
            " of the validation set", "training set");
        var sample = new CellSample(_options.MaxTrainingCells, _options.Seed);
        try
        {
            TrainingCells.Measure(cells, column, sample, new CountEvidence(), _cancellation);
        }
        catch (GapFillException e)
        {
            throw new GapFillException($"Validation set: {e.Message}", e);
        }
        return (cells, column, sample);
    }

    /// <summary>Tells the log of an epoch before whoever else is told.</summary>
    private sealed class LoggedProgress(GapFillLog log, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            var epoch = value.Latest;
            log.Info(string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch.Epoch} of {value.Epochs}: training loss "
                + $"{epoch.TrainingLoss:G4}, validation loss {epoch.ValidationLoss:G4}, {epoch.CellsPerSecond:N0} cells/s."));
            progress?.Report(value);
        }
    }
}
