using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Cli.Terminal;
using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Cli.Tests.Terminal;

public class ResultsTests
{
    [Fact]
    public void Worse_than_a_baseline_is_said_so()
    {
        var text = Print(new EntriesReport("held out", 1234,
            [new("U-Net", 0.9, 0.5, 0.1), new("gene mean", 0.6, 0.4, 0.2), new("kNN mean", 1.2, 0.8, double.NaN)]));
        Assert.Contains("The RMSE of U-Net is 50.0 % ABOVE that of gene mean: worse than this baseline.", text, StringComparison.Ordinal);
        Assert.Contains("The RMSE of U-Net is 25.0 % below that of kNN mean.", text, StringComparison.Ordinal);
        Assert.Contains("(1,234 entries, log1p CP10k)", text, StringComparison.Ordinal);
        Assert.Contains("n/a", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_entries_are_no_error() =>
        Assert.Contains("no such entries", Print(new EntriesReport("held out", 0, [])), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.5, 0.25, "Filling lowered the ARI by 0.2500.")]
    [InlineData(0.5, 0.75, "Filling raised the ARI by 0.2500.")]
    [InlineData(1, 1, "Filling left the ARI as it was.")]
    public void The_change_of_the_ari_is_told_either_way(double before, double after, string expected)
    {
        var text = new StringWriter();
        Results.Print(text, new ClusteringReport(10, 3, 5, 2, new ClusterAgreement(before, 0, 0.5, 0),
            new ClusterAgreement(after, 0, 0.5, 0)));
        Assert.Contains(expected, text.ToString(), StringComparison.Ordinal);
    }

    private static string Print(EntriesReport entries)
    {
        var text = new StringWriter();
        Results.Print(text, "Held-out counts", entries);
        return text.ToString();
    }
}
