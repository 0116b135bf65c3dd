using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Scores cells with ONNX Runtime alone: the same graph and batches, every tensor made beforehand over memory that stays where it
/// is.</summary>
internal sealed class BareScoring : IDisposable
{
    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputNames, _outputNames;
    private readonly CancellationToken _cancelled;
    private readonly (OrtValue[] Inputs, OrtValue[] Outputs)[] _batches;

    /// <summary>Loads the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="counts">Dense counts, cells x genes.</param>
    /// <param name="cancelled">Ends the scoring between two batches.</param>
    public BareScoring(BenchModel model, float[] counts, CancellationToken cancelled)
    {
        _cancelled = cancelled;
        _options = new SessionOptions { IntraOpNumThreads = model.Options.Threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        // As the pipeline does, it computes the filled values and nothing else.
        _session = new InferenceSession(GraphPruning.Prune(GapFillModelFile.Read(model.File), [model.Parts.OutputName]), _options);
        (_inputNames, _outputNames) = ([model.Parts.InputName], [model.Parts.OutputName]);
        var genes = model.Parts.GeneNames.Count;
        var (cells, batch) = (counts.Length / genes, model.Options.Scoring.BatchSize);
        var filled = new float[Math.Min(batch, cells) * genes];
        _batches = [.. Enumerable.Range(0, (cells + batch - 1) / batch).Select(number =>
        {
            var (start, count) = (number * batch, Math.Min(batch, cells - number * batch));
            return (new[] { Tensor(counts.AsMemory(start * genes, count * genes), count) },
                new[] { Tensor(filled.AsMemory(0, count * genes), count) });
        })];

        OrtValue Tensor(Memory<float> memory, int rows) => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory,
            [rows, genes]);
    }

    /// <summary>Version of ONNX Runtime.</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    /// <summary>Scores the cells a number of times.</summary>
    /// <returns>The seconds.</returns>
    public double Run(int times)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            foreach (var (inputs, outputs) in _batches)
            {
                _cancelled.ThrowIfCancellationRequested();
                _session.Run(_runOptions, _inputNames, inputs, _outputNames, outputs);
            }
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (inputs, outputs) in _batches)
        {
            foreach (var tensor in inputs) tensor.Dispose();
            foreach (var tensor in outputs) tensor.Dispose();
        }
        _runOptions.Dispose();
        _session.Dispose();
        _options.Dispose();
    }
}
