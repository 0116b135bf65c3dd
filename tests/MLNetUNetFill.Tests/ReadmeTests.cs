using Microsoft.ML;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public class ReadmeTests
{
    /// <summary>The README's snippet, as it stands there.</summary>
    private static void Snippet(MLContext mlContext, IDataView data)
    {
        // README >>>
        var pipeline = mlContext.Transforms.CopyColumns("Raw", "Counts")
            .Append(new UNetGapFillEstimator())
            .Append(mlContext.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 30))
            .Append(mlContext.Clustering.Trainers.KMeans("Components", numberOfClusters: 5));
        var model = pipeline.Fit(data);
        mlContext.Model.Save(model, data.Schema, "clusters.zip");
        // <<< README
        ((IDisposable)model).Dispose();
    }

    [Fact]
    public void The_snippet_is_the_code_of_this_test()
    {
        var root = Repository.Root;
        var code = Between(File.ReadAllText(Path.Combine(root, "tests", "MLNetUNetFill.Tests", "ReadmeTests.cs")), "// README >>>", "// <<< README");
        var snippet = Between(File.ReadAllText(Path.Combine(root, "README.md")), "```csharp", "```");
        Assert.Equal(Lines(code), Lines(snippet));
    }

    [Fact]
    public void The_snippet_runs()
    {
        var folder = Directory.CreateTempSubdirectory();
        var before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(folder.FullName);
            var cells = CellSimulator.Simulate(new SimulationOptions { Cells = 60, Genes = 60, CellTypes = 5, Seed = 2 });
            Snippet(new MLContext(1), TestCells.View(cells.Counts));
            Assert.True(new FileInfo("clusters.zip").Length > 1000);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            folder.Delete(recursive: true);
        }
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string[] Lines(string code) => [.. code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
