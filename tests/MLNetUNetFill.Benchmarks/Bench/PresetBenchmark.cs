using System.Runtime.InteropServices;
using MLNetUNetFill.Cli;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Times one preset against ONNX Runtime and PyTorch, everything by turns in one run.</summary>
internal static class PresetBenchmark
{
    private const int MostScoredCells = 256;
    private const double Tolerance = 1e-3, AgreeingCells = 0.95;

    /// <summary>Trains, checks that all sides compute the same, and times.</summary>
    /// <param name="counts">The cells.</param>
    /// <param name="preset">The preset.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="python">An interpreter with PyTorch, or none.</param>
    /// <param name="context">The command's context.</param>
    /// <returns>What was measured, and PyTorch's version.</returns>
    /// <exception cref="GapFillException">PyTorch fails or computes something else.</exception>
    public static (PresetBench Result, string? Torch) Run(CountMatrix counts, GapFillPreset preset, BenchOptions options, string? python,
        CommandContext context)
    {
        context.Log.Info($"Training the {preset} preset for one epoch ...");
        var model = BenchModel.Train(counts, preset, options, context.Cancelled);
        int cells = Math.Min(MostScoredCells, counts.CellCount), genes = counts.GeneCount;
        var dense = Dense(counts, cells);
        using var pipeline = new PipelineScoring(model, counts, cells, context.Cancelled);
        using var bare = new BareScoring(model, dense, context.Cancelled);
        using ITrainingBench training = preset == GapFillPreset.Context
            ? new ContextTrainingBench(model, counts, context.Cancelled) : new PublishedTrainingBench(model, counts, context.Cancelled);
        using var folder = new TensorFolder();
        using var peer = python is null ? null : StartPeer(python, folder, model, training, dense, genes, context.Cancelled);
        double? difference = null, lossDifference = null;
        if (peer is not null)
        {
            difference = Difference(pipeline.Score(), MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.At("scored.bin"))), genes,
                model.Parts.ModelledGenes);
            lossDifference = training.Networks.SelectMany(network => network.Losses().Zip(peer.Losses[network.Network],
                (ours, theirs) => Math.Abs(ours - theirs) / Math.Max(1e-6, Math.Abs(theirs)))).Max();
            Require(difference.Value, "values");
            Require(lossDifference.Value, "training losses");
        }

        context.Log.Info($"Timing the {preset} preset ...");
        var (filled, ort) = (new Contender(cells, pipeline.Run), new Contender(cells, bare.Run));
        var torch = peer is null ? null : new Contender(cells, peer.Score);
        (ITrainingSteps Network, Contender Ours, Contender? Torch)[] steps = [.. training.Networks.Select(network =>
            (network, new Contender(1, network.Run),
            peer is null ? null : new Contender(1, times => peer.Train(network.Network, times))))];
        Contender[] contenders = [.. new[] { filled, ort,
            torch }.Concat(steps.SelectMany(step => new[] { step.Ours, step.Torch })).OfType<Contender>()];
        foreach (var contender in contenders)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            contender.WarmUp();
        }
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            foreach (var contender in contenders)
            {
                context.Cancelled.ThrowIfCancellationRequested();
                contender.Time();
            }
            // Whoever follows another process finds cold caches: that is to be somebody else the next time.
            Array.Reverse(contenders);
        }
        var rates = steps.ToDictionary(step => step.Network.Network, step =>
            new TrainingRates(step.Torch is null ? null : step.Ours.Over(step.Torch),
            step.Ours.PerSecond, step.Torch?.PerSecond, step.Network.PerStep, step.Network.Unit));
        var result = new PresetBench(filled.Over(ort), torch is null ? null : ort.Over(torch), rates.Values.Min(rate => rate.OverTorch),
            new ScoringRates(filled.PerSecond, ort.PerSecond, torch?.PerSecond), rates, model.Parts.ModelledGenes.Length,
            [model.Parts.Pixels.Height, model.Parts.Pixels.Width], model.File.Length, cells, model.Options.Scoring.BatchSize, difference,
            lossDifference);
        return (result, peer?.Version);
    }

    private static float[] Dense(CountMatrix counts, int cells)
    {
        var dense = new float[cells * counts.GeneCount];
        for (var cell = 0; cell < cells; cell++)
        {
            ReadOnlySpan<int> genes = counts.GenesOf(cell);
            var values = counts.ValuesOf(cell);
            for (var i = 0; i < genes.Length; i++) dense[cell * counts.GeneCount + genes[i]] = values[i];
        }
        return dense;
    }

    private static TorchPeer StartPeer(string python, TensorFolder folder, BenchModel model, ITrainingBench training, float[] dense,
        int genes,
        CancellationToken cancelled)
    {
        ModelTensors.Write(folder, model.Parts);
        training.Write(folder);
        folder.Add("cells", dense, dense.Length / genes, genes);
        folder.Set("threads", model.Options.Threads);
        folder.Set("batch_size", model.Options.Scoring.BatchSize);
        folder.Complete();
        return TorchPeer.Start(python, folder, model.Options.Threads, cancelled);
    }

    /// <summary>The largest difference of a modelled gene in each cell, at the quantile: two equally near neighbours may come in either
    /// order.</summary>
    private static double Difference(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, int genes, int[] modelled)
    {
        var largest = new double[ours.Length / genes];
        for (var cell = 0; cell < largest.Length; cell++)
            for (var i = 0; i < modelled.Length; i++)
                largest[cell] = Math.Max(largest[cell], Math.Abs(ours[cell * genes + modelled[i]] - theirs[cell * modelled.Length + i]));
        Array.Sort(largest);
        return largest[(int)Math.Ceiling(AgreeingCells * largest.Length) - 1];
    }

    private static void Require(double difference, string what)
    {
        if (!(difference <= Tolerance))
            throw new GapFillException($"The network in PyTorch gives other {what} (difference {difference:G3}); "
                + $"expected at most {Tolerance}, so the timings would compare different work.");
    }
}
