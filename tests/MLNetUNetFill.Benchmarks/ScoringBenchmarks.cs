using BenchmarkDotNet.Attributes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Benchmarks;

/// <summary>Scoring with one thread, time and memory per cell: the ML.NET pipeline beside ONNX Runtime with preallocated tensors.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private const int Cells = 256, Landmarks = 1024, Genes = 2048, BatchSize = 64;

    private UNetGapFillTransformer _transformer = null!;
    private DataViewRowCursor _cursor = null!;
    private ValueGetter<VBuffer<float>> _getter = null!;
    private VBuffer<float> _row;
    private InferenceSession _session = null!;
    private OrtValue[] _inputs = null!, _outputs = null!;
    private readonly RunOptions _runOptions = new();

    /// <summary>The preset.</summary>
    [ParamsAllValues]
    public GapFillPreset Preset { get; set; }

    /// <summary>Loads a model on both sides.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var cells = SyntheticModels.Cells(Landmarks, Genes);
        var model = SyntheticModels.Export(Preset, cells);
        _transformer = new UNetGapFillTransformer(model, new() { Device = ComputeDevice.Cpu, Threads = 1, BatchSize = BatchSize });
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        // As the pipeline does, it computes the filled values and nothing else.
        _session = new InferenceSession(GraphPruning.Prune(GapFillModelFile.Read(model), [_transformer.OutputColumnName]), options);
        var counts = new float[BatchSize * Genes];
        for (var cell = 0; cell < BatchSize; cell++)
            foreach (var (gene, count) in cells.GenesOf(cell).ToArray().Zip(cells.ValuesOf(cell).ToArray())) counts[cell * Genes
                + gene] = count;
        (_inputs, _outputs) = ([Tensor(counts)], [Tensor(new float[counts.Length])]);

        var schema = SchemaDefinition.Create(typeof(Cell));
        schema[nameof(Cell.Counts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Genes);
        Cell[] batch = [.. counts.Chunk(Genes).Select(row => new Cell { Counts = row })];
        var filled = _transformer.Transform(new MLContext().Data.LoadFromEnumerable(Endless(batch), schema));
        var column = filled.Schema[_transformer.OutputColumnName];
        _cursor = filled.GetRowCursor([column]);
        _getter = _cursor.GetGetter<VBuffer<float>>(column);

        static OrtValue Tensor(float[] values) => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(),
            [BatchSize, Genes]);
    }

    /// <summary>Frees both.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        _cursor.Dispose();
        foreach (var tensor in (OrtValue[])[.. _inputs, .. _outputs]) tensor.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
        _transformer.Dispose();
    }

    /// <summary>A warm cursor over cells without end.</summary>
    [Benchmark(OperationsPerInvoke = Cells)]
    public void Pipeline()
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            _cursor.MoveNext();
            _getter(ref _row);
        }
    }

    /// <summary>ONNX Runtime alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Cells)]
    public void BareOnnxRuntime()
    {
        for (var cell = 0; cell < Cells; cell += BatchSize) _session.Run(_runOptions, ["Counts"], _inputs, ["Filled"], _outputs);
    }

    private static IEnumerable<Cell> Endless(Cell[] cells)
    {
        while (true)
            foreach (var cell in cells) yield return cell;
    }

    private sealed class Cell
    {
        public float[] Counts { get; set; } = [];
    }
}
