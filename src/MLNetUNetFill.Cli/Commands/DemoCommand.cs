namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill demo</c>: <c>simulate</c> and <c>run</c> in one go, small enough for a first look.</summary>
internal static class DemoCommand
{
    private const string Simulated = "simulated";
    private const double HoldOutShare = 0.1;

    /// <summary>Cells so deep that most of their zeros are dropouts, which gap filling is made for.</summary>
    private static readonly SimulationOptions Cells = new()
    {
        Cells = 400,
        Genes = 600,
        LibrarySizeLocation = Math.Log(10_000),
        DropoutMidpoint = Math.Log(10),
    };

    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var output = new Option<string>("--output")
        {
            Description = "Folder to write: simulated/, model.onnx, filled/, report.json; an earlier one is replaced",
            HelpName = "DIR",
            DefaultValueFactory = _ => "demo",
        };
        var settings = new Settings<UNetGapFillOptions>();
        settings.AddOptional(OptionFactory.OptionalNumber("--epochs", "Passes over the cells", TrainingOptions.EpochsByDefault(),
            Rules.Epochs), (options, epochs) => options with { Epochs = epochs });
        var seed = settings.Add(CommonOptions.Seed(1), (options, seed) => options with { Seed = seed });
        settings.AddMachine();
        var simulator = new SimulatorOptions(seed, Cells);
        var command = new Command("demo",
            "Simulates cells most of whose zeros are dropouts, trains, fills, clusters and measures, against baselines and the "
                + "simulated truth.")
        {
            output,
        };
        simulator.AddTo(command);
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(output);
            var simulation = simulator.Read(parsed);
            var target = OutputCheck.Folder("--output", folder, RunReport.FileName, [Simulated, RunSteps.ModelFile, RunSteps.FilledFolder]);
            var options = settings.Read(parsed, new UNetGapFillOptions());
            Model.RequireDevice(options);
            var report = context.Write(target, staged =>
            {
                var cells = Simulation.Write(context, Path.Combine(staged, Simulated), simulation);
                var input = Path.Combine(folder, Simulated, Simulation.Counts);
                var labels = simulation.CellTypes > 1 ? cells.Labels : null;
                return RunSteps.Execute(context, staged, input, cells.Counts, labels, cells.Truth, HoldOutShare, options);
            });
            Results.Print(Console.Out, report, folder);
        });
        return command;
    }
}
