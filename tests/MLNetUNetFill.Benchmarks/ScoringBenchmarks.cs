using BenchmarkDotNet.Attributes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Benchmarks;

/// <summary>Scoring with one thread, time and memory per cell: the ML.NET pipeline beside ONNX Runtime with preallocated tensors.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private const int Cells = 256, Landmarks = 1024, Genes = 2048, BatchSize = 64;

    private UNetGapFillTransformer _transformer = null!;
    private IDataView _view = null!;
    private DataViewRowCursor? _cursor;
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
        _transformer = new UNetGapFillTransformer(model, new UNetGapFillOptions { Device = ComputeDevice.Cpu }.Requested, 1, BatchSize, [], 0);
        _view = _transformer.Transform(cells.ToDataView());
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(model, options);
        var counts = new float[BatchSize * Genes];
        for (var cell = 0; cell < BatchSize; cell++)
            foreach (var (gene, count) in cells.GenesOf(cell).ToArray().Zip(cells.ValuesOf(cell).ToArray())) counts[cell * Genes + gene] = count;
        (_inputs, _outputs) = ([Tensor(counts)], [Tensor(new float[counts.Length])]);

        static OrtValue Tensor(float[] values) => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(), [BatchSize, Genes]);
    }

    /// <summary>Frees both.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        _cursor?.Dispose();
        foreach (var tensor in (OrtValue[])[.. _inputs, .. _outputs]) tensor.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
        _transformer.Dispose();
    }

    /// <summary>A warm cursor; it starts again where the cells end, which is part of what is measured.</summary>
    [Benchmark(OperationsPerInvoke = Cells)]
    public void Pipeline()
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            while (_cursor is null || !_cursor.MoveNext()) Open();
            _getter(ref _row);
        }
    }

    /// <summary>ONNX Runtime alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Cells)]
    public void BareOnnxRuntime()
    {
        for (var cell = 0; cell < Cells; cell += BatchSize) _session.Run(_runOptions, ["Counts"], _inputs, ["Filled"], _outputs);
    }

    private void Open()
    {
        _cursor?.Dispose();
        var column = _view.Schema[_transformer.OutputColumnName];
        _cursor = _view.GetRowCursor([column]);
        _getter = _cursor.GetGetter<VBuffer<float>>(column);
    }
}
