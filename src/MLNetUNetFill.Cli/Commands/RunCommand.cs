namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill run</c>: all of it in one go, measured.</summary>
internal static class RunCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var labels = CommonOptions.Labels();
        var output = OptionFactory.RequiredPath("--output", "DIR",
            "Folder to write: model.onnx, filled/, report.json; an earlier one is replaced");
        var holdOut = CommonOptions.HoldOut();
        var training = new TrainingOptions();
        var command = new Command("run",
            "Holds out counts, trains on the rest, measures against baselines, fills the complete input, clusters before and after, and "
                + "reports.")
        {
            input.Path, labels, output, holdOut,
        };
        input.AddTo(command, labels: true);
        training.AddTo(command);
        command.SetAction(parsed =>
        {
            var (inputFolder, outputFolder) = (parsed.GetRequiredValue(input.Path), parsed.GetRequiredValue(output));
            var (labelFile, labelColumn) = input.Labels(parsed, labels);
            var options = training.Read(parsed);
            var target = OutputCheck.Folder("--output", outputFolder, RunReport.FileName, [RunSteps.ModelFile, RunSteps.FilledMatrix],
                inputFolder, labelFile);
            InputCheck.File("--labels", labelFile, "a file of cell types");
            Model.RequireDevice(options);
            var (counts, known) = Inputs.CountsAndLabels(context, inputFolder, input.Read(parsed), labelFile, labelColumn);
            using var staged = new StagedOutput(target);
            var report = RunSteps.Execute(context, staged.Path, inputFolder, counts, known, null, parsed.GetValue(holdOut), options);
            staged.Commit();
            Results.Print(Console.Out, report, outputFolder);
            return ExitCode.Success;
        });
        return command;
    }
}
