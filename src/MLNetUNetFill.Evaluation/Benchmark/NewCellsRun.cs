namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Half of the cells are filled by a network that was trained on the other half, or on all: what it loses where it never saw the
/// cells.</summary>
/// <param name="name">Name in reports.</param>
/// <param name="training">The cells that the network sees.</param>
/// <param name="input">The cells that it fills.</param>
/// <param name="measure">Measures what it made of them.</param>
internal sealed class NewCellsRun(string name, CountMatrix training, CountMatrix input,
    Action<Imputation, Scores, CancellationToken> measure) : BenchmarkRun(name, input)
{
    /// <inheritdoc />
    public override CountMatrix Training => training;

    /// <inheritdoc />
    public override bool Takes(IImputer imputer) => imputer.FillsNewCells;

    /// <summary>Entries that were set to zero, asked back in half of the cells; and, with labels, the clusters of that half.</summary>
    /// <param name="name">Name of the hold-out in reports.</param>
    /// <param name="holdOut">The entries.</param>
    /// <param name="labels">Known type of each cell; null for none.</param>
    /// <param name="seed">Seed of the choice of the cells and of the clustering.</param>
    /// <param name="clusterings">How many runs of k-means; see <see cref="ClusterAgreement"/>.</param>
    /// <exception cref="GapFillException">None of the entries is in that half.</exception>
    public static IEnumerable<NewCellsRun> Entries(string name, HoldOut holdOut, string[]? labels, int seed, int clusterings)
    {
        var (seen, left) = Halves(holdOut.Corrupted, seed);
        var asked = holdOut.SelectCells(left);
        if (asked.Entries.Count == 0)
            throw new GapFillException($"{name} has no entry in the "
                + $"{Counted.Text(left.Length, "cell that is", "cells that are")} held out; expected at least 1: give more entries or "
                + "other --seeds.");
        var truth = asked.Truth();
        string[] types = labels is null ? [] : [.. left.Select(cell => labels[cell])];
        yield return new($"{name}, new cells", holdOut.Corrupted.SelectCells(seen), asked.Corrupted, (imputation, scores, cancellation) =>
            Add(imputation, (measure, value) => scores.Add(measure.New, value), cancellation));
        yield return new($"{name}, known cells", holdOut.Corrupted, asked.Corrupted, (imputation, scores, cancellation) =>
            Add(imputation, (measure, value) => scores.Add(measure.Known, value), cancellation));

        void Add(Imputation imputation, Action<CellsMeasure, double> add, CancellationToken cancellation)
        {
            var predicted = asked.Held(imputation.IfExpressed);
            var errors = EntryErrors.Compute(truth, predicted);
            add(Measures.CellsRmse, errors.Rmse);
            add(Measures.CellsPearson, errors.Pearson);
            if (imputation.Uncertainty is { } uncertainty)
                add(Measures.CellsCoverage, IntervalCoverage.Share(truth, predicted, asked.Held(uncertainty)));
            // Half of the cells may be of one type.
            if (types.Distinct(StringComparer.Ordinal).Count() > 1)
                add(Measures.CellsAri, ClusterAgreement.Compute(SparseCells.FromDense(imputation.Filled, asked.Corrupted.GeneCount), types,
                    seed, cancellation, clusterings).Ari);
        }
    }

    /// <summary>Half of the molecules, predicted in half of the cells.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="seed">Seed of both choices.</param>
    public static IEnumerable<NewCellsRun> Thinning(CountMatrix counts, int seed)
    {
        var (seen, unseen) = ThinningRun.Halves(counts, seed);
        var (training, left) = Halves(seen, seed);
        var (input, asked) = (seen.SelectCells(left), unseen.SelectCells(left));
        yield return new($"thinning {seed}, new cells", seen.SelectCells(training), input, (imputation, scores, _) =>
            scores.Add(Measures.CellsDeviance.New, ThinningError.Compute(asked, imputation.Rates).Deviance));
        yield return new($"thinning {seed}, known cells", seen, input, (imputation, scores, _) =>
            scores.Add(Measures.CellsDeviance.Known, ThinningError.Compute(asked, imputation.Rates).Deviance));
    }

    /// <inheritdoc />
    public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation) =>
        measure(imputation, scores, cancellation);

    private static (int[] Seen, int[] Left) Halves(CountMatrix counts, int seed)
    {
        int[] order = [.. Enumerable.Range(0, counts.CellCount)];
        new SplitMix64(seed, -2).Shuffle<int>(order);
        var half = order.Length / 2;
        return ([.. order[half..].Order()], [.. order[..half].Order()]);
    }
}
