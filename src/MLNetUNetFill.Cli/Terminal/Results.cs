namespace MLNetUNetFill.Cli.Terminal;

/// <summary>Prints reports on stdout: the numbers, and in words whether they are good.</summary>
internal static class Results
{
    /// <summary>Errors of the method and its baselines; the first method is judged against the others.</summary>
    public static void Print(TextWriter output, string title, EntriesReport entries)
    {
        if (entries.Methods.Count == 0)
        {
            output.WriteLine();
            output.WriteLine($"{title}: no such entries.");
            return;
        }
        var table = new ResultTable($"{title} ({Counted.Text(entries.Entries, "entry", "entries")}, log1p CP10k)", "method", "RMSE",
            "MAE", "Pearson");
        foreach (var method in entries.Methods) table.Add(method.Method, method.Rmse, method.Mae, method.Pearson);
        table.Write(output);
        var judged = entries.Methods[0];
        foreach (var baseline in entries.Methods.Skip(1)) output.WriteLine(Judge(judged, baseline));
    }

    /// <summary>Agreement of clusters with labels before and after filling.</summary>
    public static void Print(TextWriter output, ClusteringReport clustering)
    {
        var table = new ResultTable($"Clusters against labels (k-means, {Counted.Text(clustering.Clusters, "cluster")} of "
            + $"{Counted.Text(clustering.Cells, "cell")} on {clustering.Components} principal components of "
            + $"{Counted.Text(clustering.Genes, "gene")})", "", "ARI", "NMI");
        table.Add("before filling", Numbers(clustering.Before));
        table.Add("after filling", Numbers(clustering.After));
        table.Write(output);
        var change = clustering.After.Ari - clustering.Before.Ari;
        output.WriteLine(Math.Abs(change) < 0.00005 ? "Filling left the ARI as it was."
            : $"Filling {(change > 0 ? "raised" : "lowered")} the ARI by {Math.Abs(change):F4}.");
    }

    private static string[] Numbers(ClusterAgreement agreement) =>
        [$"{agreement.Ari:F4} ± {agreement.AriSpread:F4}", $"{agreement.Nmi:F4} ± {agreement.NmiSpread:F4}"];

    /// <summary>Against the truth.</summary>
    public static void Print(TextWriter output, TruthReport truth)
    {
        Print(output, "Against the truth, at dropouts", truth.Dropouts);
        if (truth.DropoutsLeftZero is > 0 and var left)
        {
            var all = truth.Dropouts.Entries + left;
            var share = $"{100.0 * truth.Dropouts.Entries / all:F1} %";
            output.WriteLine($"Filled: {truth.Dropouts.Entries:N0} of {Counted.Text(all, "dropout")} ({share}); "
                + $"the errors are those of what is filled, the other {left:N0} {(left == 1 ? "was" : "were")} left zero.");
        }
        var table = new ResultTable($"Gene-gene correlations against the truth's "
            + $"({Counted.Text(truth.CorrelationsBefore.Genes, "gene")}, the most variable)", "", "Pearson", "RMSE");
        table.Add("before filling", truth.CorrelationsBefore.Pearson, truth.CorrelationsBefore.Rmse);
        table.Add("after filling", truth.CorrelationsAfter.Pearson, truth.CorrelationsAfter.Rmse);
        table.Write(output);
    }

    /// <summary>Counts of the entries that filling changed.</summary>
    public static void Print(TextWriter output, FillReport fill)
    {
        output.WriteLine();
        var wrong = fill.ObservedValuesChanged == 0 ? "" : " (must be 0, but for --policy denoise-all and expected-log)";
        output.WriteLine($"Zeros filled: {fill.ZerosFilled:N0} of {fill.ZerosBefore:N0}. "
            + $"Observed values changed: {fill.ObservedValuesChanged:N0} of {fill.ObservedValues:N0}{wrong}.");
    }

    /// <summary>All results of a run and the paths of its files.</summary>
    /// <param name="output">stdout.</param>
    /// <param name="report">The run's report.</param>
    /// <param name="folder">The output folder, as typed.</param>
    public static void Print(TextWriter output, RunReport report, string folder)
    {
        Print(output, "Held-out counts", report.HeldOut);
        if (report.HeldOutOutsideModel > 0)
            output.WriteLine($"Held out besides, but not measured, since of genes that are not modelled: "
                + $"{Counted.Text(report.HeldOutOutsideModel, "count")}.");
        if (report.Truth is { } truth) Print(output, truth);
        if (report.Clustering is { } clustering) Print(output, clustering);
        Print(output, report.Fill);
        var (training, device) = (report.Training, report.Device);
        var kept = training.BestEpoch < training.Epochs.Count ? $", kept epoch {training.BestEpoch}" : "";
        output.WriteLine($"Modelled {training.GenesModelled:N0} of {Counted.Text(training.Genes, "gene")}; "
            + $"{Counted.Text(training.Epochs.Count, "epoch")}{kept}; trained on {training.Device.Used}, filled on {device.Used} "
                + $"({device.Requested} asked for); {report.Seconds:F0} s.");
        output.WriteLine($"Model:         {Path.Combine(folder, RunSteps.ModelFile)}");
        output.WriteLine($"Filled matrix: {Path.Combine(folder, RunSteps.FilledFolder)}");
        output.WriteLine($"Report:        {Path.Combine(folder, RunReport.FileName)}");
    }

    private static string Judge(ErrorReport judged, ErrorReport baseline)
    {
        if (baseline.Rmse == 0) return $"No RMSE to compare {judged.Method} with {baseline.Method}.";
        var share = (judged.Rmse - baseline.Rmse) / baseline.Rmse;
        var compared = Math.Abs(share) < 0.0005 ? "as large as" : $"{Math.Abs(share) * 100:F1} % {(share < 0 ? "below" : "ABOVE")}";
        return $"The RMSE of {judged.Method} is {compared} that of "
            + $"{baseline.Method}{(share >= 0.0005 ? ": worse than this baseline" : "")}.";
    }
}
