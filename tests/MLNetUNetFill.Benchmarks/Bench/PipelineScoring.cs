using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Scores cells through the ML.NET pipeline: a cursor over an in-memory view that reads the filled column.</summary>
internal sealed class PipelineScoring : IDisposable
{
    private readonly UNetGapFillTransformer _transformer;
    private readonly IDataView _filled;
    private readonly int _cells;
    private readonly CancellationToken _cancelled;

    /// <summary>Loads the model.</summary>
    public PipelineScoring(BenchModel model, CountMatrix counts, int cells, CancellationToken cancelled)
    {
        _transformer = new UNetGapFillTransformer(model.File, model.Options.EffectiveScoring);
        _filled = _transformer.Transform(counts.ToDataView(model.Options.InputColumnName));
        (_cells, _cancelled) = (cells, cancelled);
    }

    /// <summary>Scores the cells a number of times.</summary>
    /// <returns>The seconds.</returns>
    public double Run(int times)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) Read(_ => { });
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The filled values, cells x genes.</summary>
    public float[] Score()
    {
        var all = new List<float>();
        Read(row => all.AddRange(row.GetValues()));
        return [.. all];
    }

    /// <inheritdoc/>
    public void Dispose() => _transformer.Dispose();

    private void Read(Action<VBuffer<float>> use)
    {
        var column = _filled.Schema[_transformer.OutputColumnName];
        using var cursor = _filled.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        for (var cell = 0; cell < _cells && cursor.MoveNext(); cell++)
        {
            _cancelled.ThrowIfCancellationRequested();
            getter(ref row);
            use(row);
        }
    }
}
