namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill train</c>: counts in, one ONNX file out.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var model = OptionFactory.RequiredPath("--model", "FILE.onnx", "ONNX file to write, a self-contained model");
        var tune = OptionFactory.Number("--tune",
            "Trials of a random search over alpha, beta, gamma, mask rate, width and learning rate, judged on a validation split; 0 for "
                + "none", 0, Rules.Whole(0, 1000));
        var training = new TrainingOptions();
        var command = new Command("train", "Trains the U-Net on a matrix of raw counts and exports it as one ONNX file.")
        {
            input.Path, model, tune,
        };
        input.AddTo(command);
        training.AddTo(command);
        command.SetAction(parsed =>
        {
            var (source, modelFile, options) = (input.Read(parsed), parsed.GetRequiredValue(model), training.Read(parsed));
            var target = OutputCheck.FileOfKind("--model", modelFile, ".onnx", source.Path);
            Model.RequireDevice(options);
            var trials = parsed.GetValue(tune);
            // The trials take counts away from the matrix: it has to be in memory.
            var counts = trials > 0 ? Inputs.Counts(context, source.Path, source.Format) : null;
            var cells = counts?.ToDataView(options.InputColumnName)
                ?? Inputs.Open(context, source.Path, source.Format).ToDataView(options.InputColumnName);
            if (counts is not null) options = Tuning.Search(context, counts, options, trials);
            using var transformer = Model.Train(context, cells, options);
            context.Write(target, path => transformer.Save(path));
            Console.WriteLine($"Model: {modelFile}");
        });
        return command;
    }
}
