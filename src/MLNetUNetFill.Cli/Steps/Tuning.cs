using MLNetUNetFill.Numerics;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>
/// Random search over the training's settings. Every trial trains on the same counts without a validation split of the non-zero entries,
/// and is judged by its error on that split alone: no other part of the input has a say, nor do entries held out before.
/// </summary>
internal static class Tuning
{
    private static readonly int[] Widths = [8, 16, 32];

    /// <summary>Searches.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="counts">The raw counts to train on.</param>
    /// <param name="options">The options as given: the first trial.</param>
    /// <param name="trials">How many trials, at least 1.</param>
    /// <returns>The options of the trial with the least error.</returns>
    public static UNetGapFillOptions Search(CommandContext context, CountMatrix counts, UNetGapFillOptions options, int trials)
    {
        var split = HoldOut.Choose(counts, options.ValidationFraction, options.Seed);
        var table = new ResultTable("Trials, by RMSE on "
            + $"{Counted.Text(split.Entries.Count, "validation entry", "validation entries")} (log1p CP10k)",
            "trial", "RMSE", "alpha", "beta", "gamma", "mask rate", "width", "learning rate");
        var (best, least) = (options, double.PositiveInfinity);
        for (var trial = 0; trial < trials; trial++)
        {
            var candidate = Candidate(options, trial);
            context.Log.Info($"Trial {trial + 1} of {trials} ...");
            var rmse = Error(context, split, candidate);
            table.Add($"{trial + 1}", rmse, candidate.MseWeight, candidate.MaeWeight, candidate.SmoothnessWeight, candidate.MaskRate,
                candidate.BaseChannels, candidate.LearningRate);
            if (rmse < least) (best, least) = (candidate, rmse);
        }
        table.Write(Console.Out);
        return best;
    }

    /// <summary>The settings of a trial: the first keeps the options as given, the others are drawn around them.</summary>
    public static UNetGapFillOptions Candidate(UNetGapFillOptions options, int trial)
    {
        if (trial == 0) return options;
        var random = new SplitMix64(options.Seed, trial);
        return options with
        {
            MseWeight = 1,
            MaeWeight = (float)Math.Round(random.NextDouble(), 3),
            SmoothnessWeight = random.Next(2) == 0 ? 0 : (float)Between(ref random, 1e-4, 1e-2),
            MaskRate = (float)Math.Round(Between(ref random, 0.05, 0.4), 3),
            BaseChannels = Widths[random.Next(Widths.Length)],
            LearningRate = Between(ref random, 5e-4, 5e-3),
        };
    }

    /// <summary>Log-uniform, to two significant digits.</summary>
    private static double Between(ref SplitMix64 random, double low, double high)
    {
        var value = low * Math.Pow(high / low, random.NextDouble());
        var digit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Round(value / digit) * digit;
    }

    private static double Error(CommandContext context, HoldOut split, UNetGapFillOptions options)
    {
        using var transformer = Model.Train(context, split.Corrupted.ToDataView(options.InputColumnName), options);
        var found = Filling.HeldOut(context, transformer, split);
        if (found.Count == 0)
            throw new GapFillException($"The validation split holds {Counted.Text(split.Entries.Count, "entry", "entries")}, none of a "
                + "modelled gene; expected more counts or a larger --validation.");
        return EntryErrors.Compute([.. found.Select(entry => entry.Truth)], [.. found.Select(entry => entry.Predicted)]).Rmse;
    }
}
