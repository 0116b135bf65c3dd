namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill run</c>: all of it in one go, measured.</summary>
internal static class RunCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var output = OptionFactory.RequiredPath("--output", "DIR",
            "Folder to write: model.onnx, filled/, report.json; an earlier one is replaced");
        var holdOut = OptionFactory.Number("--holdout", "Share of the non-zero counts held out and measured", 0.1,
            Rules.AboveUpTo(0, 0.5));
        var training = new TrainingOptions();
        var command = new Command("run",
            "Holds out counts, trains on the rest, measures against baselines, fills the complete input, clusters before and after, and "
                + "reports.")
        {
            input.Path, input.Labels, output, holdOut,
        };
        input.AddTo(command);
        training.AddTo(command);
        command.SetAction(parsed =>
        {
            var (source, outputFolder) = (input.Read(parsed), parsed.GetRequiredValue(output));
            var options = training.Read(parsed);
            var target = OutputCheck.Folder("--output", outputFolder, RunReport.FileName, [RunSteps.ModelFile, RunSteps.FilledFolder],
                source.Path, source.LabelFile);
            Model.RequireDevice(options);
            var (counts, labels) = Inputs.CountsAndLabels(context, source);
            var report = context.Write(target, folder =>
                RunSteps.Execute(context, folder, source.Path, counts, labels, null, parsed.GetValue(holdOut), options));
            Results.Print(Console.Out, report, outputFolder);
        });
        return command;
    }
}
