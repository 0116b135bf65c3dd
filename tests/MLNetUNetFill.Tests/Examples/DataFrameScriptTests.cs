using System.Globalization;
using Microsoft.Data.Analysis;
using MLNetUNetFill.Tests.DataFrames;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Examples;

[Collection(TorchCollection.Name)]
public sealed class DataFrameScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fills_a_file()
    {
        var (input, output) = (Path.Combine(_folder, "cells.csv"), Path.Combine(_folder, "filled.csv"));
        var cells = CellFrames.Simulated();
        cells[CellFrames.GeneNames[3]][0] = null;
        DataFrame.SaveCsv(cells, input, cultureInfo: CultureInfo.InvariantCulture);

        var run = await Example.Run("DataFrameScript", input, output, "cluster");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("60 cells x 80 genes: ", run.Output);
        var filled = DataFrame.LoadCsv(output, cultureInfo: CultureInfo.InvariantCulture);
        Assert.Equal(cells.Columns.Select(column => column.Name), filled.Columns.Select(column => column.Name));
        Assert.Equal(cells["label"].Cast<string>(), filled["label"].Cast<string>());
        Assert.Equal(cells["cluster"].Cast<int>(), ((SingleDataFrameColumn)filled["cluster"]).Select(value => (int)value!.Value));
        Assert.All(CellFrames.GeneNames, gene => Assert.Equal(0, filled[gene].NullCount));
        Assert.True(Zeros(filled) < Zeros(cells) / 2, $"{Zeros(cells)} zeros before, {Zeros(filled)} after");
    }

    private static int Zeros(DataFrame frame) =>
        CellFrames.GeneNames.Sum(gene => frame[gene].Cast<object?>()
        .Count(value => Convert.ToDouble(value ?? 0, CultureInfo.InvariantCulture) == 0));
}
