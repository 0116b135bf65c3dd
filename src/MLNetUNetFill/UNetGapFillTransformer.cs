using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill;

/// <summary>
/// Fills the gaps of cells with a trained network, served by ONNX Runtime: raw counts in, <c>log1p CP10k</c> out, <c>cells x genes</c>.
/// Entries of modelled genes without a count get the network's value under <see cref="Policy"/>; observed entries keep their normalised
/// value bit for bit, unless that policy is <see cref="FillPolicy.DenoiseAll"/> or <see cref="FillPolicy.ExpectedLog"/>; genes outside the
/// selection keep their normalised observed value; a cell without any count stays zero.
/// </summary>
/// <remarks>
/// The filled column's vectors are dense, but sparse under <see cref="FillPolicy.Threshold"/>, which leaves most zeros zero.
/// Lazy: cells are scored when a cursor asks for the output column, <see cref="GapFillScoringOptions.BatchSize"/> at a time.
/// <see cref="Transform"/> may be called from several threads. A <see cref="PredictionEngine{TSrc, TDst}"/> over it may not: give each
/// thread its own, for example in a <see cref="ThreadLocal{T}"/>, and dispose the transformer in their place, since an engine disposes the
/// model it was made of. To stop scoring, read no further and dispose the cursor: no more than the batch under
/// way is scored. Dispose the transformer when no view made by it is read any more; who still reads one gets an
/// <see cref="ObjectDisposedException"/>. Where it was trained or loaded with an <see cref="MLContext"/>, a warning in its
/// <see cref="MLContext.Log"/> says that the first cells of a view do not seem to hold raw counts.
/// </remarks>
public sealed class UNetGapFillTransformer : ITransformer, IDisposable
{
    private readonly GapFillSession _session;
    private readonly string? _trainingNote;
    private int _hasWarned;

    internal UNetGapFillTransformer(byte[] model, GapFillScoringOptions scoring, IReadOnlyList<EpochRecord>? history = null,
        int bestEpoch = 0, string? trainingNote = null, string source = "the trained model")
        : this(GapFillModelFile.Read(model, source), scoring, history, bestEpoch, trainingNote) { }

    internal UNetGapFillTransformer(GapFillModelFile model, GapFillScoringOptions scoring, IReadOnlyList<EpochRecord>? history = null,
        int bestEpoch = 0, string? trainingNote = null)
    {
        if (scoring.Policy is { } policy) model = model.WithPolicy(policy);
        scoring.Validate(model.Preset);
        if (scoring.AdditionalColumns.HasFlag(GapFillColumns.Novelty)) model.RequireNovelty();
        _session = new GapFillSession(model, scoring.Requested, scoring.Threads,
            [model.OutputName, .. scoring.AdditionalColumns.Names(model.OutputName)]);
        (Scoring, History, BestEpoch, _trainingNote) = (scoring with { Policy = model.Policy, Device = scoring.Requested.Device },
            history ?? [], bestEpoch, trainingNote);
        TrainingDevice = DeviceInfo.OfTraining(Provenance, trainingNote);
    }

    /// <summary>Input column: raw counts.</summary>
    public string InputColumnName => _session.Model.InputName;

    /// <summary>Output column: filled log1p CP10k.</summary>
    public string OutputColumnName => _session.Model.OutputName;

    /// <summary>Which network fills.</summary>
    public GapFillPreset Preset => _session.Model.Preset;

    /// <summary>What a zero becomes; part of the model file. <see cref="With"/> changes it.</summary>
    public FillPolicy Policy => _session.Model.Policy;

    /// <summary>How it scores, with nothing left open but the number of threads. Of these, the policy alone is part of the model
    /// file.</summary>
    public GapFillScoringOptions Scoring { get; }

    /// <summary>The genes, in slot order.</summary>
    public IReadOnlyList<string> GeneNames => _session.Model.GeneNames;

    internal IReadOnlyList<int> ModelledGenes => _session.Model.ModelledGenes;

    /// <summary>How many of the genes the network models; the others pass through.</summary>
    public int ModelledGeneCount => _session.Model.ModelledGenes.Length;

    /// <summary>Origin of the model: version, options, seed, normalisation, training device.</summary>
    public IReadOnlyDictionary<string, string> Provenance => _session.Model.Provenance;

    /// <summary>Whether the model file holds a checksum, which was then checked; files of the formats 1 and 2 hold none.</summary>
    public bool HasChecksum => _session.Model.IsSealed;

    /// <summary>SHA-256 of the model file, lower-case hexadecimal.</summary>
    public string ModelHash => _session.Model.Hash;

    /// <summary>Every epoch of the training that made this transformer; empty after <c>Load</c>.</summary>
    public IReadOnlyList<EpochRecord> History { get; }

    /// <summary>The 1-based epoch whose weights are in use; 0 after <c>Load</c>.</summary>
    public int BestEpoch { get; }

    /// <summary>Where it scores.</summary>
    public DeviceInfo ScoringDevice => _session.Device;

    /// <summary>Whose log is told of suspicious input; null for none.</summary>
    internal MLContext? Context { get; init; }

    /// <summary>Where it was trained; <see langword="null"/> where the model file does not tell.</summary>
    public DeviceInfo? TrainingDevice { get; }

    /// <summary>How often the graph was run.</summary>
    internal long RunCount => _session.RunCount;

    /// <summary>Always <see langword="true"/>: a cell is filled from its own counts and the model alone.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Loads a model written by <see cref="Save"/>. A file that was changed since, refers to another file or holds anything but
    /// numbers and standard operators is refused before ONNX Runtime sees it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="options">How to score; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or the model knows no such policy or column.</exception>
    /// <exception cref="GapFillException">The file is missing, damaged, no model of this component or of a newer version, the device is
    /// absent, or the program has no native library of ONNX Runtime.</exception>
    public static UNetGapFillTransformer Load(string path, GapFillScoringOptions? options = null) => Load(null, path, options, null);

    /// <summary>Loads a model written by <see cref="Save"/>, heeding <see cref="MLContext.GpuDeviceId"/> and
    /// <see cref="MLContext.FallbackToCpu"/> where
    /// the context names a device and <paramref name="options"/> do not, and telling <see cref="MLContext.Log"/> of a fall-back.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="path">The ONNX file.</param>
    /// <param name="options">How to score; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or the model knows no such policy or column.</exception>
    /// <exception cref="GapFillException">The file is missing, damaged, no model of this component or of a newer version, the device is
    /// absent, or the program has no native library of ONNX Runtime.</exception>
    public static UNetGapFillTransformer Load(MLContext mlContext, string path, GapFillScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return Load(mlContext, path, options, null);
    }

    /// <summary>Loads a model, to read and to make columns of other names than it stores where these are given.</summary>
    internal static UNetGapFillTransformer Load(MLContext? mlContext, string path, GapFillScoringOptions? options,
        (string Input, string Output)? columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        options.Validate();
        if (mlContext is not null) options = options.OnDeviceOf(mlContext);
        var model = GapFillModelFile.Load(path);
        if (columns is var (input, output)) model = ColumnNames.Rename(model, input, output);
        using var log = new GapFillLog(mlContext, "Loading");
        if (!model.IsSealed) log.Warn($"The model '{path}' was written by a version that stored no checksum: whether it was changed "
            + "since cannot be told.");
        var transformer = new UNetGapFillTransformer(model, options) { Context = mlContext };
        log.FallBack(options.Requested, transformer.ScoringDevice.Note);
        return transformer;
    }

    /// <summary>The same network, scoring otherwise, without training again:
    /// <c>transformer.With(transformer.Scoring with { AdditionalColumns = GapFillColumns.All })</c>.</summary>
    /// <param name="options">How to score. Where they leave the policy, the device or the threads open, these stay as they are; the
    /// additional columns and the batch size are theirs.</param>
    /// <returns>A transformer of its own, to be disposed on its own.</returns>
    /// <exception cref="ArgumentException">An option is outside its range, the model is of the <see cref="GapFillPreset.Published"/>
    /// preset, which knows only <see cref="FillPolicy.IfExpressed"/> and <see cref="GapFillColumns.Observed"/>, or it is of a format that
    /// does not know the policy or the column yet.</exception>
    /// <exception cref="GapFillException">The device is absent.</exception>
    public UNetGapFillTransformer With(GapFillScoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(_session.Model, options.Over(Scoring), History, BestEpoch, _trainingNote) { Context = Context };
    }

    /// <summary>Writes the model as one self-contained ONNX file, first under a temporary name: a failure leaves no half-written
    /// file.</summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <exception cref="GapFillException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(_session.Model.Bytes));

    /// <summary>The schema of <see cref="Transform"/>'s result.</summary>
    /// <param name="inputSchema">Schema of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">The column holds other genes than the model.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Extend(inputSchema).Schema;
    }

    /// <summary>Appends the output columns. Nothing is scored until a cursor asks for one: it throws a <see cref="GapFillException"/> where
    /// a row has another number of genes or the memory does not suffice.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">The column holds other genes than the model.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (schema, counts) = Extend(input.Schema);
        return new GapFillDataView(input, _session, counts.Index, schema, Scoring.BatchSize, Context is null ? null : WarnOnce);
    }

    /// <summary>Maps single rows, as <see cref="PredictionEngine{TSrc, TDst}"/> does.</summary>
    /// <param name="inputSchema">Schema of the rows to come.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">The column holds other genes than the model.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var (schema, counts) = Extend(inputSchema);
        return new GapFillRowMapper(inputSchema, schema, _session, counts.Index);
    }

    /// <summary>
    /// Writes an <c>OnnxTransformer</c> over the same graph in this transformer's place, so that a saved chain reloads with plain
    /// <c>mlContext.Model.Load</c>, without this assembly. What reloads scores row by row, keeps the present policy and columns, and does
    /// not check that the genes are the model's: only their number is.
    /// </summary>
    /// <exception cref="GapFillException">ML.NET cannot write the temporary file that it needs.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        PlainOnnxTransformer.Save(ctx, _session.Model.Bytes, InputColumnName, [.. _session.OutputNames], GeneNames);

    /// <summary>Frees the ONNX Runtime session.</summary>
    public void Dispose() => _session.Dispose();

    private void WarnOnce(CountEvidence evidence)
    {
        if (evidence.Judge(SuspiciousInput.Warn, $"Column '{InputColumnName}'") is not { } doubt) return;
        if (Interlocked.Exchange(ref _hasWarned, 1) != 0) return;
        using var log = new GapFillLog(Context, "Scoring");
        log.Warn(doubt);
    }

    private (DataViewSchema Schema, DataViewSchema.Column Counts) Extend(DataViewSchema input)
    {
        var counts = CountsColumn.Find(input, InputColumnName);
        CountsColumn.RequireGenes(counts, GeneNames, "", "model");
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        // 1 x genes is the type that OnnxTransformer gives the same output, and a saved chain reloads with an OnnxTransformer in our place.
        foreach (var name in _session.OutputNames)
            schema.AddColumn(name, new VectorDataViewType(NumberDataViewType.Single, 1, _session.Width(name)),
                CountsColumn.SlotNames(GapFillOutputs.SlotNames(name, GeneNames)));
        return (schema.ToSchema(), counts);
    }
}
