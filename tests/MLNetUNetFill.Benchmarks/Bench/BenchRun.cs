using System.Diagnostics;
using MLNetUNetFill.Cli;
using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Runs <c>bench</c>: both presets, one after the other.</summary>
internal static class BenchRun
{
    /// <summary>ln of the simulated median library: about 3000 counts, usual for 2048 variable genes.</summary>
    private const double LibrarySize = 8;

    /// <summary>Measures.</summary>
    /// <exception cref="GapFillException">The data cannot be trained on, or PyTorch fails.</exception>
    public static BenchReport Execute(CommandContext context, BenchOptions options)
    {
        var clock = Stopwatch.StartNew();
        var (python, reason) = TorchPeer.Find(options.Python, context.Cancelled);
        if (reason is not null) context.Log.Warn(reason);
        var counts = Cells(context, options);
        var (presets, torch) = (new Dictionary<string, PresetBench>(), (string?)null);
        foreach (var preset in Enum.GetValues<GapFillPreset>())
        {
            var (result, version) = PresetBenchmark.Run(counts, preset, options, python, context);
            presets.Add(BenchReport.Key(preset), result);
            torch = version ?? torch;
        }
        var note = reason ?? "Same weights, batches and threads on every side; values agree within 1e-3 in at least 95 % of the cells. "
            + "Scoring is from raw counts to filled values on every side. Training steps are the whole of forward, loss, backward and "
            + "optimiser; train_over_torch is the smaller ratio of the context preset's two networks.";
        return BenchReport.Of(presets, note, options.Input ?? "simulated", counts.CellCount, counts.GeneCount, options, torch,
            clock.Elapsed.TotalSeconds);
    }

    private static CountMatrix Cells(CommandContext context, BenchOptions options)
    {
        if (options.Input is null)
        {
            context.Log.Info($"Simulating {options.Cells:N0} cells x {options.Genes:N0} genes ...");
            return CellSimulator.Simulate(new SimulationOptions
            {
                Cells = options.Cells,
                Genes = options.Genes,
                LibrarySizeLocation = LibrarySize,
                Seed = options.Seed,
                CellTypes = Math.Min(options.Cells, new SimulationOptions().CellTypes),
                GeneModules = Math.Min(options.Genes, new SimulationOptions().GeneModules),
            }, context.Cancelled).Counts;
        }
        var counts = Inputs.Counts(context, options.Input, new CountFileOptions { OnSuspiciousInput = SuspiciousInput.Refuse });
        return counts.CellCount <= options.Cells ? counts : counts.SelectCells([.. Enumerable.Range(0, options.Cells)]);
    }
}
