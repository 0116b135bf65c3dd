using System.Globalization;
using Microsoft.Data.Analysis;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Examples;

/// <summary>The model of models/, five cells, and what it makes of them.</summary>
internal static class SmallModel
{
    public static string ModelFile { get; } = Path.Combine(Repository.Root, "models", "simulated.onnx");

    public static string CellsFile { get; } = Path.Combine(Repository.Root, "examples", "python", "cells.csv");

    public static DataFrame Cells() => Load(CellsFile);

    public static DataFrame Expected() => Load(Path.Combine(Repository.Root, "examples", "python", "expected.csv"));

    /// <summary>The filled values agree with the expected ones to the digits written; processors differ behind them.</summary>
    public static void AssertExpected(Func<string, IEnumerable<float>> valuesOf)
    {
        var expected = Expected();
        foreach (var gene in expected.Columns.Skip(1).Cast<SingleDataFrameColumn>())
            Assert.All(gene.Zip(valuesOf(gene.Name)), values => Assert.Equal(values.First!.Value, values.Second, 2e-4));
    }

    /// <summary>Through a string: LoadCsv opens a file for writing, too.</summary>
    private static DataFrame Load(string path) => DataFrame.LoadCsvFromString(File.ReadAllText(path),
        cultureInfo: CultureInfo.InvariantCulture);
}
