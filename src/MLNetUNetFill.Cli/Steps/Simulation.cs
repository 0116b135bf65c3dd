namespace MLNetUNetFill.Cli.Steps;

/// <summary>Simulates cells and writes them.</summary>
internal static class Simulation
{
    /// <summary>Name of the folder with the counts.</summary>
    public const string Counts = "counts";

    /// <summary>Name of the folder with the counts before dropout.</summary>
    public const string Truth = "truth";

    /// <summary>Name of the file with the cell types.</summary>
    public const string Labels = "labels.tsv";

    /// <summary>Name of the file with the simulator's options.</summary>
    public const string Provenance = "simulation.json";

    /// <summary>Simulates and writes a folder.</summary>
    public static SimulatedCells Write(CommandContext context, string folder, SimulationOptions options)
    {
        context.Log.Info($"Simulating {Counted.Text(options.Cells, "cell")} x {Counted.Text(options.Genes, "gene")} of "
            + $"{Counted.Text(options.CellTypes, "type")} ...");
        var cells = CellSimulator.Simulate(options, context.Cancelled);
        TenXWriter.Write(Path.Combine(folder, Counts), cells.Counts, cancellationToken: context.Cancelled);
        TenXWriter.Write(Path.Combine(folder, Truth), cells.Truth, cancellationToken: context.Cancelled);
        LabelFile.Write(Path.Combine(folder, Labels), cells.Counts.Barcodes, cells.Labels);
        ReportFile.Write(Path.Combine(folder, Provenance), new SimulationProvenance(Tool.NameAndVersion, Described(options)));
        return cells;
    }

    /// <summary>JSON has no negative infinity: the midpoint of no dropout becomes the lowest number.</summary>
    private static SimulationOptions Described(SimulationOptions options) =>
        double.IsNegativeInfinity(options.DropoutMidpoint) ? options with { DropoutMidpoint = double.MinValue } : options;
}

/// <summary><c>simulation.json</c> beside simulated cells: enough to make them again.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Options">What was simulated.</param>
internal sealed record SimulationProvenance(string Tool, SimulationOptions Options);
