namespace MLNetUNetFill.Cli.Terminal;

/// <summary>Prints the results of the benchmark, one table per group of measures.</summary>
internal static class CompareTables
{
    private static readonly (MeasureGroup Group, string Title)[] Titles =
    [
        (MeasureGroup.Entries, "Held-out entries (value if expressed, log1p CP10k)"),
        (MeasureGroup.Matrix, "What filling does to the matrix"),
        (MeasureGroup.Clusters, "Clusters against labels"),
        (MeasureGroup.Thinning, "Prediction of the unseen half of the molecules (expected rate, all entries)"),
        (MeasureGroup.FalseCorrelations, "False correlations of permuted genes (share of pairs with |r| > 0.3)"),
        (MeasureGroup.Denoising, "Prediction of an unseen tenth of the molecules (denoising task of Open Problems)"),
        (MeasureGroup.HeldOutCells, "Cells that the network never saw, and the same ones by a network that was trained on all (known)"),
        (MeasureGroup.Cost, "Cost of training and filling one matrix"),
    ];

    /// <summary>Prints the means over the matrices; the best of each column has an asterisk.</summary>
    /// <param name="output">stdout.</param>
    /// <param name="report">The results.</param>
    public static void Print(TextWriter output, CompareReport report)
    {
        foreach (var (group, title) in Titles)
        {
            var shown = Measures.All.Where(measure => measure.Group == group && measure.Heading.Length > 0
                && report.Measures.ContainsKey(measure.Key)).ToArray();
            if (shown.Length == 0) continue;
            var best = shown.Select(measure => Best(measure, report)).ToArray();
            var table = new ResultTable(title, ["method", .. shown.Select(measure => measure.Heading)]);
            foreach (var method in report.Methods.Where(method => shown.Any(measure => method.Means.ContainsKey(measure.Key))))
                table.Add(method.Method, [.. shown.Select((measure, i) => Cell(measure, method, best[i], isFirst: i == 0))]);
            table.Write(output);
        }
        output.WriteLine("* the best of its column; ± the standard error over the matrices, for the clusters of one matrix the standard "
            + "deviation over the seeds of k-means");
    }

    private static double? Best(Measure measure, CompareReport report)
    {
        double[] distances = [.. report.Methods.Where(method => method.Means.ContainsKey(measure.Key))
            .Select(method => measure.Distance(method.Means[measure.Key]))];
        // Where all are equally good, none is the best.
        return measure.Ideal is null || distances.Min() == distances.Max() ? null : distances.Min();
    }

    private static string Cell(Measure measure, MethodReport method, double? best, bool isFirst)
    {
        if (!method.Means.TryGetValue(measure.Key, out var value)) return "n/a";
        var format = "F" + measure.Decimals;
        // All columns with an error would not fit into a terminal; the report has them.
        double spread = 0;
        var hasError = (isFirst || measure.Spread is not null) && measure.Group != MeasureGroup.Cost
            && (method.StandardErrors.TryGetValue(measure.Key, out spread)
                || (measure.Spread is { } key && method.Means.TryGetValue(key, out spread)));
        var uncertainty = hasError ? " ± " + spread.ToString(format) : "";
        return value.ToString(format) + uncertainty + (best is null ? "" : measure.Distance(value) == best ? "*" : " ");
    }
}
