using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Evaluation.Baselines;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Measures a method's values on entries with known truth, with the baselines beside it that any method must beat.</summary>
internal static class ErrorMeasurement
{
    /// <summary>Measures.</summary>
    /// <param name="what">Which entries, for the report.</param>
    /// <param name="method">Name of the method, for the report.</param>
    /// <param name="seen">The counts that the method saw: all that the baselines may see.</param>
    /// <param name="genes">The genes in play, ascending: the baselines' neighbours are found on them.</param>
    /// <param name="entries">The entries, all of genes in play.</param>
    /// <param name="truth">True log1p CP10k, parallel to <paramref name="entries"/>.</param>
    /// <param name="predicted">The method's values, parallel to <paramref name="entries"/>.</param>
    public static EntriesReport Measure(string what, string method, CountMatrix seen, int[] genes,
        IReadOnlyList<(int Cell, int Gene)> entries, float[] truth, float[] predicted)
    {
        if (truth.Length == 0) return new EntriesReport(what, 0, []);
        var cells = seen.Normalize().Cells.SelectGenes(genes);
        (int Cell, int Column)[] inPlay = [.. entries.Select(entry => (entry.Cell, Array.BinarySearch(genes, entry.Gene)))];
        return new EntriesReport(what, truth.Length,
        [
            Errors(method, predicted),
            Errors("gene mean", GeneMeanBaseline.Predict(cells, inPlay)),
            Errors("kNN mean", new KnnMeanBaseline().Predict(cells, inPlay)),
        ]);

        ErrorReport Errors(string name, float[] values)
        {
            var errors = EntryErrors.Compute(truth, values);
            return new ErrorReport(name, errors.Rmse, errors.Mae, ReportFile.Finite(errors.Pearson));
        }
    }
}
