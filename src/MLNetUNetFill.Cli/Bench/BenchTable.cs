using MLNetUNetFill.Cli.Terminal;

namespace MLNetUNetFill.Cli.Bench;

/// <summary>Prints a <see cref="BenchReport"/>.</summary>
internal static class BenchTable
{
    /// <summary>Writes the table and what to know about it.</summary>
    public static void Print(TextWriter output, BenchReport report)
    {
        var table = new ResultTable($"Throughput, cells/s, medians of {report.Repeats} repeats, {report.Threads} thread{(report.Threads == 1 ? "" : "s")}:",
            "preset", "pipeline", "ONNX Runtime", "PyTorch", "pipeline/ORT", "ORT/PyTorch", "training", "PyTorch", "training/PyTorch");
        foreach (var (preset, result) in report.Presets)
            table.Add(preset, (IEnumerable<string>)
            [
                Whole(result.CellsPerSecond.Pipeline), Whole(result.CellsPerSecond.Ort), Whole(result.CellsPerSecond.Torch),
                Ratio(result.PipelineOverOrt), Ratio(result.OrtOverTorch),
                Whole(result.TrainingCellsPerSecond.Ours), Whole(result.TrainingCellsPerSecond.Torch), Ratio(result.TrainOverTorch),
            ]);
        table.Write(output);
        output.WriteLine(report.Note);
    }

    private static string Whole(double? value) => value?.ToString("F0") ?? "n/a";

    private static string Ratio(double? value) => value?.ToString("F2") ?? "n/a";
}
