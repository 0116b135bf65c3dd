using System.CommandLine;
using MLNetUNetFill.Cli.Parsing;
using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Cli.Terminal;

namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill run</c>: all of it in one go, measured.</summary>
internal static class RunCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = CommonOptions.Input();
        var labels = CommonOptions.Labels();
        var output = OptionFactory.RequiredPath("--output", "DIR",
            "Folder to write: model.onnx, filled/, report.json; an earlier one is replaced");
        var holdOut = CommonOptions.HoldOut();
        var training = new TrainingOptions();
        var command = new Command("run",
            "Holds out counts, trains on the rest, measures against baselines, fills the complete input, clusters before and after, and "
                + "reports.")
        {
            input, labels, output, holdOut,
        };
        training.AddTo(command);
        command.SetAction(parsed =>
        {
            var (inputFolder, labelFile, outputFolder) = (parsed.GetRequiredValue(input), parsed.GetValue(labels),
                parsed.GetRequiredValue(output));
            var options = training.Read(parsed);
            var target = OutputCheck.Folder("--output", outputFolder, RunReport.FileName, [RunSteps.ModelFile, RunSteps.FilledMatrix],
                inputFolder, labelFile);
            InputCheck.File("--labels", labelFile, "a file of cell types");
            Device.RequireForTraining(options);
            var counts = Inputs.Counts(context, inputFolder);
            var known = labelFile is null ? null : Inputs.Labels(labelFile, counts);
            using var staged = new StagedOutput(target);
            var report = RunSteps.Execute(context, staged.Path, inputFolder, counts, known, null, parsed.GetValue(holdOut), options);
            staged.Commit();
            RunSummary.Print(Console.Out, report, outputFolder);
            return ExitCode.Success;
        });
        return command;
    }
}
