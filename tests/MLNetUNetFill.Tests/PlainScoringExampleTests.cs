using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Examples;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

/// <summary>A chain saved here and scored in a fresh process that has no reference to this library.</summary>
[Collection(TorchCollection.Name)]
public sealed class PlainScoringExampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_example_has_the_official_packages_and_nothing_of_ours()
    {
        Assert.DoesNotContain(Directory.EnumerateFiles(ExampleFolder), file => Path.GetFileName(file) is var name
            && (name.StartsWith("MLNetUNetFill", StringComparison.Ordinal) || name.Contains("torch", StringComparison.OrdinalIgnoreCase)));
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(ExampleFolder, "PlainScoring.deps.json")));
        var libraries = dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            .ToDictionary(library => library.Name.Split('/')[0], library => library.Value.GetProperty("type").GetString());
        Assert.Equal(["PlainScoring"], libraries.Where(library => library.Value != "package").Select(library => library.Key));
        Assert.Contains("Microsoft.ML", libraries.Keys);
        Assert.DoesNotContain(libraries.Keys, library => library.StartsWith("MLNetUNetFill", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(GapFillPreset.Context)]
    [InlineData(GapFillPreset.Published)]
    public async Task A_saved_chain_predicts_the_same_in_a_fresh_process(GapFillPreset preset)
    {
        var (context, data) = (new MLContext(1), TestCells.View());
        using var chain = new UNetGapFillEstimator(TestCells.Quick with { Preset = preset })
            .Append(context.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 5, seed: 1))
            .Append(context.Clustering.Trainers.KMeans("Components", numberOfClusters: 3))
            .Fit(data);
        var (model, counts) = (Path.Combine(_folder.FullName, "chain.zip"), Path.Combine(_folder.FullName, "counts.csv"));
        context.Model.Save(chain, data.Schema, model);
        File.WriteAllLines(counts, data.GetColumn<float[]>("Counts")
            .Select(cell => string.Join(',', cell.Select(count => count.ToString(CultureInfo.InvariantCulture)))));

        var lines = (await Run(model, counts)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal($"cluster,{string.Join(',', TestCells.Simulated.Counts.GeneNames)}", lines[0]);
        var cells = lines[1..].Select(line => line.Split(',')).ToArray();
        var scored = chain.Transform(data);
        Assert.Equal(scored.GetColumn<uint>("PredictedLabel").Select(label => label.ToString(CultureInfo.InvariantCulture)),
            cells.Select(cell => cell[0]));
        foreach (var (expected, found) in TestCells.Filled(scored).Zip(cells))
            Assert.Equal(expected, found[1..].Select(value => float.Parse(value, CultureInfo.InvariantCulture)), (a, b) =>
                Math.Abs(a - b) <= 1e-5);
    }

    /// <summary>The example's own output: in the folder of these tests it would lie beside this library.</summary>
    private static string ExampleFolder { get; } = Path.Combine(Repository.Root, "examples", "PlainScoring",
        Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "MLNetUNetFill.Tests"), AppContext.BaseDirectory));

    private static async Task<string> Run(params string[] arguments)
    {
        var (exitCode, output, error) = await Example.RunFile(Path.Combine(ExampleFolder, "PlainScoring.dll"), arguments);
        Assert.True(exitCode == 0, error);
        return output;
    }
}
