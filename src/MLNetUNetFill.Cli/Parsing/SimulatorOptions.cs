namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The options of the simulator.</summary>
internal sealed class SimulatorOptions
{
    private readonly Settings<SimulationOptions> _settings = new();
    private readonly Option<int> _seed;

    /// <summary>Creates the options.</summary>
    /// <param name="seed">The verb's seed.</param>
    /// <param name="defaults">The verb's defaults.</param>
    public SimulatorOptions(Option<int> seed, SimulationOptions defaults)
    {
        _seed = seed;
        _settings.Add(OptionFactory.Number("--cells", "Cells to simulate", defaults.Cells, Rules.Whole(1, 1_000_000)),
            (options, cells) => options with { Cells = cells });
        _settings.Add(OptionFactory.Number("--genes", "Genes to simulate", defaults.Genes, Rules.Whole(2, 100_000)),
            (options, genes) => options with { Genes = genes });
        _settings.Add(OptionFactory.Number("--types", "Cell types, at most one a cell", defaults.CellTypes, Rules.Whole(1, 1_000_000)),
            (options, types) => options with { CellTypes = types });
        _settings.Add(OptionFactory.Number("--library-size", "Median counts of a cell before dropout",
            Math.Round(Math.Exp(defaults.LibrarySizeLocation), 0), Rules.From(1, 1e8)),
            (options, counts) => options with { LibrarySizeLocation = Math.Log(counts) });
        _settings.Add(OptionFactory.Number("--modules", "Groups of genes that rise and fall together within a type", defaults.GeneModules,
            Rules.Whole(0, 100_000)), (options, modules) => options with { GeneModules = modules });
        _settings.Add(OptionFactory.Number("--dropout", "Mean count at which half of the counts are lost, 0 for no dropout",
            Math.Round(Math.Exp(defaults.DropoutMidpoint), 12), Rules.From(0, 1e6)),
            (options, count) => options with { DropoutMidpoint = Math.Log(count) });
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => _settings.AddTo(command);

    /// <summary>The options as typed.</summary>
    /// <exception cref="UsageException">They do not fit together.</exception>
    public SimulationOptions Read(ParseResult parsed)
    {
        var options = _settings.Read(parsed, new SimulationOptions { Seed = parsed.GetValue(_seed) });
        var (cells, genes) = (options.Cells, options.Genes);
        if (options.CellTypes > cells)
            throw new UsageException($"--types is '{options.CellTypes}'; expected at most the number of cells, {cells}.");
        if (options.GeneModules > genes)
            throw new UsageException($"--modules is '{options.GeneModules}'; expected at most the number of genes, {genes}.");
        if ((long)cells * genes > Array.MaxLength)
            throw new UsageException($"--cells is '{cells}' and --genes is '{genes}', which makes {(long)cells * genes} entries; "
                + $"expected at most {Array.MaxLength}.");
        UsageException.ThrowIfRefused(options.Validate);
        return options;
    }
}
