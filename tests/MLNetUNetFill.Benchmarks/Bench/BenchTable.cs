using MLNetUNetFill.Cli.Terminal;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Prints a <see cref="BenchReport"/>.</summary>
internal static class BenchTable
{
    /// <summary>Writes the table and what to know about it.</summary>
    public static void Print(TextWriter output, BenchReport report)
    {
        var table = new ResultTable($"Throughput, cells/s, medians of {report.Repeats} repeats, "
                + $"{report.Threads} thread{(report.Threads == 1 ? "" : "s")}:",
            "preset", "pipeline", "ONNX Runtime", "PyTorch", "pipeline/ORT", "ORT/PyTorch");
        foreach (var (preset, result) in report.Presets)
            table.Add(preset, (IEnumerable<string>)
            [
                Whole(result.CellsPerSecond.Pipeline), Whole(result.CellsPerSecond.Ort), Whole(result.CellsPerSecond.Torch),
                Ratio(result.PipelineOverOrt), Ratio(result.OrtOverTorch),
            ]);
        table.Write(output);
        var training = new ResultTable("Training, steps/s:", "network", "a step", "ours", "PyTorch", "ours/PyTorch");
        foreach (var (preset, result) in report.Presets)
            foreach (var (network, rates) in result.Training)
                training.Add($"{preset} {network}", (IEnumerable<string>)
                    [$"{rates.PerStep} {rates.Unit}", rates.Ours.ToString("F1"), rates.Torch?.ToString("F1") ?? "n/a",
                        Ratio(rates.OverTorch)]);
        training.Write(output);
        output.WriteLine(report.Note);
    }

    private static string Whole(double? value) => value?.ToString("F0") ?? "n/a";

    private static string Ratio(double? value) => value?.ToString("F2") ?? "n/a";
}
