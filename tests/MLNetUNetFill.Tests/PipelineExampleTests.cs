using MLNetUNetFill.Tests.Examples;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public class PipelineExampleTests
{
    [Fact]
    public async Task Runs_and_predicts_the_same_after_reloading()
    {
        var (exitCode, output, error) = await Example.Run("Pipeline", "2");

        Assert.True(exitCode == 0, error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("240 cells x 300 genes", lines[0]);
        Assert.Equal(Ari(lines, "ARI after filling:"), Ari(lines, "ARI after reloading:"));
        Assert.InRange(Ari(lines, "ARI before filling:"), -0.1, 1);
    }

    private static double Ari(string[] lines, string title) =>
        double.Parse(lines.Single(line => line.StartsWith(title, StringComparison.Ordinal))[title.Length..],
        System.Globalization.CultureInfo.InvariantCulture);
}
