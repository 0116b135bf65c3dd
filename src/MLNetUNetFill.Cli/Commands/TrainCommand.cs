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
        var training = new TrainingOptions();
        var command = new Command("train", "Trains the U-Net on a matrix of raw counts and exports it as one ONNX file.") { input, model };
        training.AddTo(command);
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(input), parsed.GetRequiredValue(model), training.Read(parsed)));
        return command;
    }

    private static int Run(CommandContext context, string input, string model, UNetGapFillOptions options)
    {
        var target = OutputCheck.File("--model", model, input);
        var counts = Inputs.Counts(context, input);
        using var transformer = Model.Train(context, counts, options);
        using var output = new StagedOutput(target);
        transformer.Save(output.Path);
        context.Cancelled.ThrowIfCancellationRequested();
        output.Commit();
        Console.WriteLine($"Model: {model}");
        return ExitCode.Success;
    }
}
