using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Steps;

public sealed class ClusterMeasurementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Few_cells_are_clustered_on_as_many_components_as_they_have()
    {
        var counts = TenXText.Write(_folder.At("few"), cells: 12);
        var evaluation = Unetfill.Run("evaluate", "--input", counts, "--filled", counts, "--labels",
            TenXText.Labels(_folder.At("few.tsv"), 12)).Succeeds();
        Assert.Contains("of 12 cells on 11 principal components of ", evaluation.Output, StringComparison.Ordinal);
    }
}
