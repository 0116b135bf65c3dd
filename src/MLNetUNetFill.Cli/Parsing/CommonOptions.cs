using System.CommandLine;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary>The cells' known types.</summary>
    public static Option<string?> Labels() => OptionFactory.OptionalPath("--labels", "FILE",
        "Cell types, a line 'barcode<TAB>label' for every cell under that header, also with commas or semicolons, or "
        + "obs:COLUMN of the input; without it no ARI and NMI");

    /// <summary>The share of the counts that is held out.</summary>
    public static Option<double> HoldOut() =>
        OptionFactory.Number("--holdout", "Share of the non-zero counts held out and measured", 0.1, Rules.AboveUpTo(0, 0.5));

    /// <summary>The seed.</summary>
    public static Option<int> Seed(int byDefault) => OptionFactory.Number("--seed", "Seed of everything random", byDefault, Rules.Whole(0));

    /// <summary>The number of threads.</summary>
    public static Option<int> Threads() => OptionFactory.Number("--threads",
        "Threads, 0 for the fastest: one to train, one a physical core to fill", 0, Rules.Whole(0, 1024));

    /// <summary>Cells scored in one call.</summary>
    public static Option<int> ScoringBatchSize() =>
        OptionFactory.Number("--batch-size", "Cells scored in one call", new GapFillScoringOptions().BatchSize, Rules.Whole(1, 65536));
}
