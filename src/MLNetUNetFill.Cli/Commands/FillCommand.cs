using System.CommandLine;
using MLNetUNetFill.Cli.Parsing;
using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Cli.Terminal;

namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill fill</c>: counts and a model in, a filled 10x folder out.</summary>
internal static class FillCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = CommonOptions.Input();
        var model = OptionFactory.RequiredPath("--model", "FILE.onnx", "Model written by 'unetfill train' for the genes of the input");
        var output = OptionFactory.RequiredPath("--output", "DIR",
            "10x folder to write: log1p CP10k, with provenance.json; an earlier one is replaced");
        var policy = new PolicyOptions("the model's");
        var batchSize = CommonOptions.ScoringBatchSize();
        var threads = CommonOptions.Threads();
        var device = DeviceOption.Create();
        var command = new Command("fill", "Fills the gaps of a matrix of raw counts with a trained model.")
        {
            input, model, output,
        };
        foreach (var option in (Option[])[.. policy.All, batchSize, threads, device]) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var (inputFolder, modelFile, outputFolder) = (parsed.GetRequiredValue(input), parsed.GetRequiredValue(model),
                parsed.GetRequiredValue(output));
            var fillPolicy = policy.Read(parsed);
            var target = FilledFolder.Check("--output", outputFolder, inputFolder, modelFile);
            InputCheck.File("--model", modelFile, "a model that 'unetfill train' wrote");
            var counts = Inputs.Open(context, inputFolder);
            using var transformer = Model.Load(context, modelFile, counts, inputFolder, parsed.GetValue(device), parsed.GetValue(threads),
                parsed.GetValue(batchSize), fillPolicy);
            using var staged = new StagedOutput(target);
            var fill = FilledFolder.Write(context, staged.Path, transformer, modelFile, counts, inputFolder);
            context.Cancelled.ThrowIfCancellationRequested();
            staged.Commit();
            Console.WriteLine($"Filled matrix: {outputFolder} (policy {PolicyOptions.Describe(transformer.Policy)}; "
                + $"{fill.ZerosFilled:N0} of {Counted.Text(fill.ZerosBefore, "zero")} filled, "
                + $"{Counted.Text(fill.ObservedValuesChanged, "observed value")} changed)");
            return ExitCode.Success;
        });
        return command;
    }
}
