using System.CommandLine;
using MLNetUNetFill.Evaluation;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The options of the simulator.</summary>
internal sealed class SimulatorOptions
{
    private readonly Option<int> _cells;
    private readonly Option<int> _genes;
    private readonly Option<int> _types;
    private readonly Option<double> _librarySize;
    private readonly Option<int> _modules;
    private readonly Option<double> _dropout;
    private readonly Option<int> _seed;

    /// <summary>Creates the options.</summary>
    /// <param name="seed">The verb's seed.</param>
    /// <param name="defaults">The verb's defaults.</param>
    public SimulatorOptions(Option<int> seed, SimulationOptions defaults)
    {
        _seed = seed;
        _cells = OptionFactory.Number("--cells", "Cells to simulate", defaults.Cells, Rules.Whole(1, 1_000_000));
        _genes = OptionFactory.Number("--genes", "Genes to simulate", defaults.Genes, Rules.Whole(2, 100_000));
        _types = OptionFactory.Number("--types", "Cell types, at most one a cell", defaults.CellTypes, Rules.Whole(1, 1_000_000));
        _librarySize = OptionFactory.Number("--library-size", "Median counts of a cell before dropout",
            Math.Round(Math.Exp(defaults.LibrarySizeLocation), 0), Rules.From(1, 1e8));
        _modules = OptionFactory.Number("--modules", "Groups of genes that rise and fall together within a type", defaults.GeneModules,
            Rules.Whole(0, 100_000));
        _dropout = OptionFactory.Number("--dropout", "Mean count at which half of the counts are lost, 0 for no dropout",
            Math.Round(Math.Exp(defaults.DropoutMidpoint), 12), Rules.From(0, 1e6));
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_cells, _genes, _types, _librarySize, _modules, _dropout]) command.Options.Add(option);
    }

    /// <summary>The options as typed.</summary>
    /// <exception cref="UsageException">They do not fit together.</exception>
    public SimulationOptions Read(ParseResult parsed)
    {
        var (cells, genes, types, modules) = (parsed.GetValue(_cells), parsed.GetValue(_genes), parsed.GetValue(_types),
            parsed.GetValue(_modules));
        if (types > cells) throw new UsageException($"--types is '{types}'; expected at most the number of cells, {cells}.");
        if (modules > genes) throw new UsageException($"--modules is '{modules}'; expected at most the number of genes, {genes}.");
        if ((long)cells * genes > Array.MaxLength)
            throw new UsageException($"--cells is '{cells}' and --genes is '{genes}', which makes {(long)cells * genes} entries; "
                + $"expected at most {Array.MaxLength}.");
        var options = Convert(parsed);
        UsageException.ThrowIfRefused(options.Validate);
        return options;
    }

    private SimulationOptions Convert(ParseResult parsed) => new()
    {
        Cells = parsed.GetValue(_cells),
        Genes = parsed.GetValue(_genes),
        CellTypes = parsed.GetValue(_types),
        LibrarySizeLocation = Math.Log(parsed.GetValue(_librarySize)),
        GeneModules = parsed.GetValue(_modules),
        DropoutMidpoint = Math.Log(parsed.GetValue(_dropout)),
        Seed = parsed.GetValue(_seed),
    };
}
