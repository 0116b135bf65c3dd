using System.CommandLine;
using MLNetUNetFill.Cli;
using MLNetUNetFill.Cli.Parsing;
using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Devices;
using MLNetUNetFill.IO.Output;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary><c>bench</c>: throughput against bare ONNX Runtime and PyTorch.</summary>
internal static class BenchCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = OptionFactory.OptionalPath("--input", "DIR", "10x folder with raw counts; without it cells are simulated");
        var cells = OptionFactory.Number("--cells", "Cells to train on, and landmarks; the first ones of --input", 1024,
            Rules.Whole(8, 100_000));
        var genes = OptionFactory.Number("--genes", "Most variable genes that the networks model",
            new UNetGapFillOptions().HighlyVariableGenes, Rules.Whole(16, 20_000));
        var threads = OptionFactory.Number("--threads", "Threads on every side, 0 for one a physical core", 1, Rules.Whole(0, 1024));
        var repeats = OptionFactory.Number("--repeats", "How often everything is timed, by turns; the results are medians", 7,
            Rules.Whole(1, 1000));
        var seed = CommonOptions.Seed(1);
        var python = OptionFactory.OptionalPath("--python", "FILE", "Python interpreter with PyTorch; without it python3 is looked for");
        var json = new Option<string?>("--json")
        {
            Description = "Write the results as JSON to FILE, or to stdout where no FILE is named",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("bench",
            "Measures cells/s of scoring (ML.NET pipeline, bare ONNX Runtime, PyTorch) and of training steps (ours, PyTorch), "
                + "same networks and batches.")
        {
            input, cells, genes, threads, repeats, seed, python, json,
        };
        command.SetAction(parsed =>
        {
            var (inputFolder, file) = (parsed.GetValue(input), parsed.GetValue(json));
            var target = file is null ? null : OutputCheck.File("--json", file, inputFolder);
            // One that cannot be run leaves PyTorch out of the table; a folder is a mistake.
            if (Directory.Exists(parsed.GetValue(python))) InputCheck.File("--python", parsed.GetValue(python), "a Python interpreter");
            var asked = parsed.GetValue(threads);
            var report = BenchRun.Execute(context, new BenchOptions(inputFolder, parsed.GetValue(cells), parsed.GetValue(genes),
                asked > 0 ? asked : PhysicalCores.Count, parsed.GetValue(repeats), parsed.GetValue(seed), parsed.GetValue(python)));
            context.Cancelled.ThrowIfCancellationRequested();
            if (target is not null)
            {
                using var staged = new StagedOutput(target);
                File.WriteAllText(staged.Path, report.ToJson() + "\n");
                staged.Commit();
            }
            if (file is null && parsed.GetResult(json) is not null) Console.WriteLine(report.ToJson());
            else BenchTable.Print(Console.Out, report);
            if (file is not null) Console.WriteLine($"Report: {file}");
        });
        return command;
    }
}
