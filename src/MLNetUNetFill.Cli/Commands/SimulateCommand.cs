namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill simulate</c>: cells whose dropouts and types are known.</summary>
internal static class SimulateCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var output = OptionFactory.RequiredPath("--output", "DIR",
            "Folder to write: counts/ and truth/ (10x, after and before dropout), labels.tsv, simulation.json; an earlier one is replaced");
        var seed = CommonOptions.Seed(1);
        var simulator = new SimulatorOptions(seed, new SimulationOptions());
        var command = new Command("simulate",
            "Simulates single-cell counts with known cell types and known dropouts (after Splat; Zappia, Phipson and Oshlack 2017).")
        {
            output,
        };
        simulator.AddTo(command);
        command.Options.Add(seed);
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(output);
            var options = simulator.Read(parsed);
            var target = OutputCheck.Folder("--output", folder, Simulation.Provenance,
                [Simulation.Counts, Simulation.Truth, Simulation.Labels]);
            var cells = context.Write(target, staged => Simulation.Write(context, staged, options));
            Console.WriteLine($"Counts: {Path.Combine(folder, Simulation.Counts)} ({cells.Counts.NonZeroCount:N0} non-zero)");
            Console.WriteLine($"Truth:  {Path.Combine(folder, Simulation.Truth)} ({cells.Truth.NonZeroCount:N0} non-zero)");
            Console.WriteLine($"Labels: {Path.Combine(folder, Simulation.Labels)}");
        });
        return command;
    }
}
