using System.Text.Json;
using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Cli.Tests.Commands;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Steps;

public sealed class NovelCellsTests(WorkflowTests.Simulation simulation) : IClassFixture<WorkflowTests.Simulation>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 30, true)]
    [InlineData(3, 31, false)] // less than a tenth
    [InlineData(2, 4, false)] // too few to tell from chance
    [InlineData(0, 0, false)]
    public void A_tenth_of_the_cells_and_at_least_three_are_told(int above, int cells, bool isTold)
    {
        var unlike = new NovelCells();
        for (var cell = 0; cell < cells; cell++) unlike.Add(cell < above ? 1.001f : 1);

        Assert.Equal((above, isTold), (unlike.Count, unlike.Warning is not null));
    }

    [Fact]
    public void Fill_tells_of_cells_that_are_unlike_those_of_the_training()
    {
        // The same genes, simulated with other programs.
        Unetfill.Run("simulate", "--output", _folder.At("other"), "--cells", "50", "--genes", "80", "--types", "3", "--seed", "6")
            .Succeeds();

        var fill = Unetfill.Run("fill", "--input", _folder.At("other", "counts"), "--model", simulation.Model, "--output",
            _folder.At("filled"), "--threads", "1").Succeeds();

        Assert.Matches(@"\d+ of 50 cells \(\d+ ?%\) are unlike the cells that the model was trained on", fill.Error);
        using var provenance = JsonDocument.Parse(File.ReadAllText(_folder.At("filled", "provenance.json")));
        Assert.InRange(provenance.RootElement.GetProperty("cellsUnlikeTraining").GetInt32(), 25, 50);
    }
}
