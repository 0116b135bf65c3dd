using Microsoft.Data.Analysis;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Tests.Examples;

public sealed class BatchScoringTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fills_a_folder()
    {
        var (input, output) = (Path.Combine(_folder, "counts"), Path.Combine(_folder, "filled"));
        TenXWriter.Write(input, Counts());
        var run = await Example.Run("BatchScoring", SmallModel.ModelFile, input, output);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("5 cells x 150 genes: ", run.Output);
        var filled = TenX.Read(output).Counts;
        var genes = filled.GeneNames.ToList();
        SmallModel.AssertExpected(gene => Enumerable.Range(0, 5).Select(cell => filled[cell, genes.IndexOf(gene)]));
    }

    [Fact]
    public async Task Says_what_is_wrong()
    {
        var missing = Path.Combine(_folder, "missing.onnx");
        var run = await Example.Run("BatchScoring", missing, _folder, Path.Combine(_folder, "filled"));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(missing, run.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.Equal(2, (await Example.Run("BatchScoring", missing)).ExitCode);
    }

    private static CountMatrix Counts()
    {
        var cells = SmallModel.Cells();
        var genes = cells.Columns.OfType<SingleDataFrameColumn>().ToArray();
        var entries = Enumerable.Range(0, 5).Select(cell => Enumerable.Range(0, genes.Length).Where(gene => genes[gene][cell] > 0)
            .ToArray()).ToArray();
        int[] starts = [0, .. entries.Select((_, cell) => entries[..(cell + 1)].Sum(row => row.Length))];
        string[] names = [.. genes.Select(gene => gene.Name)];
        return new CountMatrix([.. cells["barcode"].Cast<string>()], names, names, starts, [.. entries.SelectMany(row => row)],
            [.. entries.SelectMany((row, cell) => row.Select(gene => genes[gene][cell]!.Value))]);
    }
}
