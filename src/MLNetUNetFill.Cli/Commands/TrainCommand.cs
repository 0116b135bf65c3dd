using Microsoft.ML;

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
        command.SetAction(parsed => Run(context, input.Read(parsed), parsed.GetRequiredValue(model), parsed.GetValue(tune),
            training.Read(parsed)));
        return command;
    }

    private static void Run(CommandContext context, InputSource source, string model, int trials, UNetGapFillOptions options)
    {
        var target = OutputCheck.File("--model", model, source.Path);
        Model.RequireDevice(options);
        var (cells, best) = trials == 0 ? (Inputs.Open(context, source.Path, source.Format).ToDataView(options.InputColumnName), options)
            : Tuned();
        using var transformer = Model.Train(context, cells, best);
        context.Write(target, path => transformer.Save(path));
        Console.WriteLine($"Model: {model}");

        // The trials take counts away from the matrix: it has to be in memory.
        (IDataView, UNetGapFillOptions) Tuned()
        {
            var counts = Inputs.Counts(context, source.Path, source.Format);
            return (counts.ToDataView(options.InputColumnName), Tuning.Search(context, counts, options, trials));
        }
    }
}
