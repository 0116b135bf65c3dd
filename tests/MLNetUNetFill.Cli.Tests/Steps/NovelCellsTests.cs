using System.Globalization;
using System.Text.Json;
using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Cli.Tests.Commands;
using MLNetUNetFill.Cli.Tests.Support;
using MLNetUNetFill.IO;

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
        var unlike = provenance.RootElement.GetProperty("cellsUnlikeTraining").GetInt32();
        Assert.InRange(unlike, 25, 50);

        string[][] lines = [.. File.ReadLines(_folder.At("filled", "novelty.tsv")).Select(line => line.Split('\t'))];
        Assert.Equal(["barcode", "novelty"], lines[0]);
        Assert.Equal(TenX.Open(_folder.At("filled")).Barcodes, lines[1..].Select(line => line[0]));
        Assert.Equal(unlike, lines[1..].Count(line => Number(line[1]) > 1));

        Unetfill.Run("fill", "--input", _folder.At("other", "counts"), "--model", simulation.Model, "--output", _folder.At("filled.h5ad"),
            "--threads", "1").Succeeds();
        Assert.Equal(lines[1..].Select(line => Number(line[1])),
            AnnData.ReadObsColumn(_folder.At("filled.h5ad"), "unetfill_novelty").Select(Number));

        static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
    }
}
