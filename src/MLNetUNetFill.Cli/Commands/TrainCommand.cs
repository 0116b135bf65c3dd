using System.CommandLine;
using MLNetUNetFill.Cli.Outputs;
using MLNetUNetFill.Cli.Parsing;
using MLNetUNetFill.Cli.Steps;

namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill train</c>: counts in, one ONNX file out.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = CommonOptions.Input();
        var model = OptionFactory.RequiredPath("--model", "FILE.onnx", "ONNX file to write, a self-contained model");
        var tune = OptionFactory.Number("--tune",
            "Trials of a random search over alpha, beta, gamma, mask rate, width and learning rate, judged on a validation split; 0 for none", 0, Rules.Whole(0, 1000));
        var training = new TrainingOptions();
        var command = new Command("train", "Trains the U-Net on a matrix of raw counts and exports it as one ONNX file.") { input, model, tune };
        training.AddTo(command);
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(input), parsed.GetRequiredValue(model), parsed.GetValue(tune),
            training.Read(parsed)));
        return command;
    }

    private static int Run(CommandContext context, string input, string model, int trials, UNetGapFillOptions options)
    {
        var target = OutputCheck.File("--model", model, input);
        var counts = Inputs.Counts(context, input);
        if (trials > 0) options = Tuning.Search(context, counts, options, trials);
        using var transformer = Model.Train(context, counts, options);
        using var output = new StagedOutput(target);
        transformer.Save(output.Path);
        context.Cancelled.ThrowIfCancellationRequested();
        output.Commit();
        Console.WriteLine($"Model: {model}");
        return ExitCode.Success;
    }
}
