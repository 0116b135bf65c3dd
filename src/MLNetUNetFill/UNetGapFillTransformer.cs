using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill;

/// <summary>
/// Fills the gaps of cells with a trained network, served by ONNX Runtime: raw counts in, <c>log1p CP10k</c> out, <c>cells x genes</c>.
/// Entries of modelled genes without a count get the network's value under <see cref="Policy"/>; observed entries keep their normalised value bit
/// for bit, unless that policy is <see cref="FillPolicy.DenoiseAll"/>; genes outside the selection keep their normalised observed value; a cell
/// without any count stays zero.
/// </summary>
/// <remarks>
/// The filled column's vectors are dense, but sparse under <see cref="FillPolicy.Threshold"/>, which leaves most zeros zero.
/// Lazy: cells are scored when a cursor asks for the output column, <see cref="UNetGapFillOptions.ScoringBatchSize"/> at a time.
/// <see cref="Transform"/> may be called from several threads. To stop scoring, read no further and dispose the cursor: no more than the batch under
/// way is scored. Dispose the transformer when no view made by it is read any more; who still reads one gets an <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class UNetGapFillTransformer : ITransformer, IDisposable
{
    private readonly GapFillSession _session;
    private readonly int _threads;
    private readonly int _batchSize;

    internal UNetGapFillTransformer(byte[] model, DeviceRequest device, int threads, int batchSize,
        IReadOnlyList<EpochRecord> history, int bestEpoch, string source = "the trained model", GapFillColumns columns = GapFillColumns.None)
        : this(GapFillModelFile.Read(model, source), device, threads, batchSize, history, bestEpoch, columns) { }

    private UNetGapFillTransformer(GapFillModelFile model, DeviceRequest device, int threads, int batchSize,
        IReadOnlyList<EpochRecord> history, int bestEpoch, GapFillColumns columns)
    {
        _session = new GapFillSession(model, device, threads, [model.OutputName, .. columns.Names()]);
        (_threads, _batchSize, History, BestEpoch, AdditionalColumns) = (threads, batchSize, history, bestEpoch, columns);
    }

    /// <summary>Input column: raw counts.</summary>
    public string InputColumnName => _session.Model.InputName;

    /// <summary>Output column: filled log1p CP10k.</summary>
    public string OutputColumnName => _session.Model.OutputName;

    /// <summary>Which network fills.</summary>
    public GapFillPreset Preset => _session.Model.Preset;

    /// <summary>What a zero becomes; part of the model file. <see cref="WithPolicy"/> changes it.</summary>
    public FillPolicy Policy => _session.Model.Policy;

    /// <summary>The columns made beside <see cref="OutputColumnName"/>. Not part of the model file: <c>Load</c> gives none, and
    /// <see cref="WithColumns"/> changes them.</summary>
    public GapFillColumns AdditionalColumns { get; }

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
    public string ModelHash => Convert.ToHexStringLower(SHA256.HashData(_session.Model.Bytes));

    /// <summary>Every epoch of the training that made this transformer; empty after <c>Load</c>.</summary>
    public IReadOnlyList<EpochRecord> History { get; }

    /// <summary>The 1-based epoch whose weights are in use; 0 after <c>Load</c>.</summary>
    public int BestEpoch { get; }

    /// <summary>The device that was asked for.</summary>
    public ComputeDevice DeviceRequested => _session.DeviceRequested;

    /// <summary>The device that scores.</summary>
    public ComputeDevice DeviceUsed => _session.DeviceUsed;

    /// <summary>0-based index of the CUDA device that scores; <see langword="null"/> on the CPU.</summary>
    public int? GpuDeviceId => _session.GpuDeviceId;

    internal DeviceRequest Requested => _session.Requested;

    /// <summary>How often the graph was run.</summary>
    internal long RunCount => _session.RunCount;

    /// <summary>Why the device used is not the fastest that was allowed; <see langword="null"/> where it is.</summary>
    public string? DeviceNote => _session.DeviceNote;

    /// <summary>The device that trained, in PyTorch's notation: <c>cpu</c> or <c>cuda:0</c>; <see langword="null"/> where the model does not tell.</summary>
    public string? TrainingDevice => Provenance.GetValueOrDefault("training_device");

    /// <summary>The device that was asked for to train: <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>auto (cuda:1)</c>;
    /// <see langword="null"/> where the model does not tell.</summary>
    public string? TrainingDeviceRequested => Provenance.GetValueOrDefault("training_device_requested");

    /// <summary>Why training was not on the fastest device that was allowed; <see langword="null"/> where it was, and after <c>Load</c>.</summary>
    public string? TrainingDeviceNote { get; internal init; }

    /// <summary>Always <see langword="true"/>: a cell is filled from its own counts and the model alone.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Loads a model written by <see cref="Save"/>. A file that was changed since, refers to another file or holds anything but numbers and
    /// standard operators is refused before ONNX Runtime sees it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="device">Where to score.</param>
    /// <param name="threads">Threads of ONNX Runtime; 0 takes the number of physical cores.</param>
    /// <param name="batchSize">Cells scored in one call.</param>
    /// <param name="gpuDeviceId">0-based index of the CUDA device; <see langword="null"/> for the first.</param>
    /// <param name="fallbackToCpu">Whether <see cref="ComputeDevice.Auto"/> takes the CPU where <paramref name="gpuDeviceId"/> cannot be had.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="GapFillException">The file is missing, damaged, no model of this component or of a newer version, or the device is absent.</exception>
    public static UNetGapFillTransformer Load(string path, ComputeDevice device = ComputeDevice.Auto, int threads = 0, int batchSize = 64,
        int? gpuDeviceId = null, bool fallbackToCpu = true) => Load(path,
            new UNetGapFillOptions { Device = device, Threads = threads, ScoringBatchSize = batchSize, GpuDeviceId = gpuDeviceId, FallbackToCpu = fallbackToCpu });

    /// <summary>Loads a model written by <see cref="Save"/>, heeding <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/> where
    /// the context names a device.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="path">The ONNX file.</param>
    /// <param name="device">Where to score.</param>
    /// <param name="threads">Threads of ONNX Runtime; 0 takes the number of physical cores.</param>
    /// <param name="batchSize">Cells scored in one call.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="GapFillException">The file is missing, damaged, no model of this component or of a newer version, or the device is absent.</exception>
    public static UNetGapFillTransformer Load(MLContext mlContext, string path, ComputeDevice device = ComputeDevice.Auto, int threads = 0, int batchSize = 64) =>
        Load(path, new UNetGapFillOptions { Device = device, Threads = threads, ScoringBatchSize = batchSize }.OnDeviceOf(mlContext));

    private static UNetGapFillTransformer Load(string path, UNetGapFillOptions options)
    {
        options.Validate();
        if (Directory.Exists(path)) throw new GapFillException($"Model '{path}' is a folder; expected an ONNX file written by unetfill.");
        byte[] model;
        try
        {
            model = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"Model '{path}' cannot be read: {e.Message}", e);
        }
        return new UNetGapFillTransformer(model, options.Requested, options.Threads, options.ScoringBatchSize, [], 0, path);
    }

    /// <summary>The same network under another policy, without training again.</summary>
    /// <param name="policy">What a zero becomes.</param>
    /// <returns>A transformer of its own, to be disposed on its own.</returns>
    /// <exception cref="ArgumentException">The model is of the <see cref="GapFillPreset.Published"/> preset, which knows only
    /// <see cref="FillPolicy.IfExpressed"/>.</exception>
    public UNetGapFillTransformer WithPolicy(FillPolicy policy) => Again(GapFillModelFile.Read(GapFillModelFile.WithPolicy(_session.Model.Bytes, policy), _session.Model.Source), AdditionalColumns);

    /// <summary>The same network with other columns beside the filled one.</summary>
    /// <param name="columns">The columns.</param>
    /// <returns>A transformer of its own, to be disposed on its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The model is of the <see cref="GapFillPreset.Published"/> preset, which has no other column.</exception>
    public UNetGapFillTransformer WithColumns(GapFillColumns columns)
    {
        (new UNetGapFillOptions { Preset = Preset, AdditionalColumns = columns }).Validate();
        return Again(_session.Model, columns);
    }

    /// <summary>Writes the model as one self-contained ONNX file, first under a temporary name: a failure leaves no half-written file.</summary>
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
        FindCounts(inputSchema);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>("SlotNames", new VectorDataViewType(TextDataViewType.Instance, GeneNames.Count), GetSlotNames);

        var schema = new DataViewSchema.Builder();
        schema.AddColumns(inputSchema);
        // 1 x genes is the type that OnnxTransformer gives the same output, and a saved chain reloads with an OnnxTransformer in our place.
        var type = new VectorDataViewType(NumberDataViewType.Single, 1, GeneNames.Count);
        foreach (var name in _session.OutputNames) schema.AddColumn(name, type, annotations.ToAnnotations());
        return schema.ToSchema();
    }

    /// <summary>Appends the output columns. Nothing is scored until a cursor asks for one.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">The column holds other genes than the model.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new GapFillDataView(input, _session, FindCounts(input.Schema).Index, GetOutputSchema(input.Schema), _batchSize);
    }

    /// <summary>Maps single rows, as <see cref="PredictionEngine{TSrc, TDst}"/> does.</summary>
    /// <param name="inputSchema">Schema of the rows to come.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">The column holds other genes than the model.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new GapFillRowMapper(inputSchema, GetOutputSchema(inputSchema), _session, FindCounts(inputSchema).Index);
    }

    /// <summary>
    /// Writes an <c>OnnxTransformer</c> over the same graph in this transformer's place, so that a saved chain reloads with plain
    /// <c>mlContext.Model.Load</c>, without this assembly.
    /// </summary>
    /// <exception cref="GapFillException">ML.NET cannot write the temporary file that it needs.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        using var inner = PlainOnnxTransformer.Create(_session.Model.Bytes, InputColumnName, [.. _session.OutputNames], GeneNames);
        ((ICanSaveModel)inner).Save(ctx);
    }

    /// <summary>Frees the ONNX Runtime session.</summary>
    public void Dispose() => _session.Dispose();

    private UNetGapFillTransformer Again(GapFillModelFile model, GapFillColumns columns) =>
        new(model, Requested, _threads, _batchSize, History, BestEpoch, columns) { TrainingDeviceNote = TrainingDeviceNote };

    private DataViewSchema.Column FindCounts(DataViewSchema schema)
    {
        var column = CountsColumn.Find(schema, InputColumnName);
        if (CountsColumn.GeneCount(column) != GeneNames.Count)
            throw new GapFillException($"Column '{InputColumnName}': found {CountsColumn.GeneCount(column)} genes; expected the model's {GeneNames.Count}.");
        if (column.HasSlotNames())
        {
            var names = CountsColumn.GeneNames(column);
            for (var gene = 0; gene < names.Length; gene++)
                if (names[gene] != GeneNames[gene])
                    throw new GapFillException($"Column '{InputColumnName}', slot {gene + 1}: found gene '{names[gene]}'; expected the model's '{GeneNames[gene]}'.");
        }
        return column;
    }

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> slots)
    {
        var editor = VBufferEditor.Create(ref slots, GeneNames.Count);
        for (var gene = 0; gene < GeneNames.Count; gene++) editor.Values[gene] = GeneNames[gene].AsMemory();
        slots = editor.Commit();
    }
}
