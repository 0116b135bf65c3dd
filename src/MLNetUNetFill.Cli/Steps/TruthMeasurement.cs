using MLNetUNetFill.Cells;
using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Evaluation;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Compares a filled matrix with the true counts of a simulation.</summary>
internal static class TruthMeasurement
{
    /// <summary>Gene-gene correlations are compared for this many of the most variable genes: their number grows with the square.</summary>
    private const int GenesCorrelated = 500;

    /// <summary>Measures.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="method">Name of the method, for the report.</param>
    /// <param name="counts">The raw counts that were filled.</param>
    /// <param name="filled">log1p CP10k, the same cells and genes: its gene-gene correlations are measured.</param>
    /// <param name="ifExpressed">log1p CP10k, the method's prediction if the gene is expressed, as it is at a dropout; null where only
    /// <paramref name="filled"/> is known: zeros that it leaves are no prediction, and are counted apart.</param>
    /// <param name="truth">The true counts, the same cells and genes.</param>
    /// <param name="genes">The genes in play, ascending.</param>
    public static TruthReport Measure(CommandContext context, string method, CountMatrix counts, CountMatrix filled,
        CountMatrix? ifExpressed, CountMatrix truth, int[] genes)
    {
        var entries = new List<(int Cell, int Gene)>();
        var (expected, predicted) = (new List<float>(), new List<float>());
        var leftZero = 0L;
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            var library = counts.LibrarySize(cell);
            // Without a count there is no scale to compare in, and no method fills such a cell.
            if (library == 0) continue;
            var observed = counts.GenesOf(cell);
            var known = truth.GenesOf(cell);
            for (var i = 0; i < known.Length; i++)
            {
                if (observed.BinarySearch(known[i]) >= 0 || Array.BinarySearch(genes, known[i]) < 0) continue;
                var value = (ifExpressed ?? filled)[cell, known[i]];
                if (ifExpressed is null && value == 0)
                {
                    leftZero++;
                    continue;
                }
                entries.Add((cell, known[i]));
                // On the scale of the method's input: the library size is the input's.
                expected.Add(LibrarySize.Log1pCp10k(truth.ValuesOf(cell)[i], library));
                predicted.Add(value);
            }
        }
        var dropouts = ErrorMeasurement.Measure("dropouts: zero in the input, not zero in the truth"
            + (ifExpressed is null ? ", filled" : ""), method, counts, genes, entries, [.. expected], [.. predicted]);

        var reference = truth.Normalize();
        int[] variable = [.. GeneSelection.MostVariable(truth.SelectGenes(genes), GenesCorrelated).Select(column => genes[column])];
        return new TruthReport(dropouts, leftZero, Correlations(counts.Normalize()), Correlations(filled));

        CorrelationReport Correlations(CountMatrix matrix)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            var fidelity = GeneCorrelationFidelity.Compute(reference, matrix, variable);
            return new CorrelationReport(ReportFile.Finite(fidelity.Pearson), ReportFile.Finite(fidelity.Rmse), fidelity.Genes);
        }
    }
}
