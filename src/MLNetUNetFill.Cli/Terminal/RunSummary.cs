using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Cli.Steps;

namespace MLNetUNetFill.Cli.Terminal;

/// <summary>Prints the results of a run and the paths of its files.</summary>
internal static class RunSummary
{
    /// <summary>Prints.</summary>
    /// <param name="output">stdout.</param>
    /// <param name="report">The run's report.</param>
    /// <param name="folder">The output folder, as typed.</param>
    public static void Print(TextWriter output, RunReport report, string folder)
    {
        Results.Print(output, "Held-out counts", report.HeldOut);
        if (report.HeldOutOutsideModel > 0)
            output.WriteLine($"Held out besides, but not measured, since of genes that are not modelled: "
                + $"{Counted.Text(report.HeldOutOutsideModel, "count")}.");
        if (report.Truth is { } truth) Results.Print(output, truth);
        if (report.Clustering is { } clustering) Results.Print(output, clustering);
        Results.Print(output, report.Fill);
        var (training, device) = (report.Training, report.Device);
        var kept = training.BestEpoch < training.Epochs.Count ? $", kept epoch {training.BestEpoch}" : "";
        output.WriteLine($"Modelled {training.GenesModelled:N0} of {Counted.Text(training.Genes, "gene")}; "
            + $"{Counted.Text(training.Epochs.Count, "epoch")}{kept}; trained on {training.Device.Used}, filled on {device.Used} "
                + $"({device.Requested} asked for); {report.Seconds:F0} s.");
        output.WriteLine($"Model:         {Path.Combine(folder, RunSteps.ModelFile)}");
        output.WriteLine($"Filled matrix: {Path.Combine(folder, RunSteps.FilledMatrix)}");
        output.WriteLine($"Report:        {Path.Combine(folder, RunReport.FileName)}");
    }
}
