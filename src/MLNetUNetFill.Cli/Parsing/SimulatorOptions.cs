using System.CommandLine;
using MLNetUNetFill.Simulation;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The options of <c>simulate</c>; defaults are the library's.</summary>
internal sealed class SimulatorOptions
{
    private static readonly SimulationOptions Defaults = new();

    private readonly Option<int> _cells = OptionFactory.Number("--cells", "Cells to simulate", Defaults.Cells, Rules.Whole(1, 1_000_000));
    private readonly Option<int> _genes = OptionFactory.Number("--genes", "Genes to simulate", Defaults.Genes, Rules.Whole(2, 100_000));
    private readonly Option<int> _types = OptionFactory.Number("--types", "Cell types, at most one a cell", Defaults.CellTypes, Rules.Whole(1, 1_000_000));
    private readonly Option<double> _librarySize;
    private readonly Option<int> _modules = OptionFactory.Number("--modules", "Groups of genes that rise and fall together within a type", Defaults.GeneModules, Rules.Whole(0, 100_000));
    private readonly Option<double> _dropout = OptionFactory.Number("--dropout", "Mean count at which half of the counts are lost, 0 for no dropout", Math.Exp(Defaults.DropoutMidpoint), Rules.From(0, 1e6));
    private readonly Option<int> _seed;

    /// <summary>Creates the options.</summary>
    /// <param name="seed">The verb's seed.</param>
    /// <param name="librarySize">The verb's default library size; null takes the library's.</param>
    public SimulatorOptions(Option<int> seed, double? librarySize = null)
    {
        _seed = seed;
        _librarySize = OptionFactory.Number("--library-size", "Median counts of a cell before dropout",
            librarySize ?? Math.Round(Math.Exp(Defaults.LibrarySizeLocation)), Rules.From(1, 1e8));
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
        var (cells, genes, types, modules) = (parsed.GetValue(_cells), parsed.GetValue(_genes), parsed.GetValue(_types), parsed.GetValue(_modules));
        if (types > cells) throw new UsageException($"--types is '{types}'; expected at most the number of cells, {cells}.");
        if (modules > genes) throw new UsageException($"--modules is '{modules}'; expected at most the number of genes, {genes}.");
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
