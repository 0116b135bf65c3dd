using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Packaging;

/// <summary>The packages in the hands of somebody who has nothing else of this repository.</summary>
[Collection(TorchCollection.Name)]
public sealed class ConsumerTests(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    [Theory]
    [InlineData("MLNetUNetFill",
        "Microsoft.ML", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime.Managed", "TorchSharp", "Microsoft.Data.Analysis")]
    [InlineData("MLNetUNetFill.Evaluation", "MLNetUNetFill")]
    [InlineData("MLNetUNetFill.IO", "MLNetUNetFill")]
    public void A_package_holds_a_documented_assembly_and_depends_on_managed_packages_alone(string id, params string[] expected)
    {
        using var package = ZipFile.OpenRead(packed.PackageFile(id));
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        var libraries = files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal));
        Assert.Equal([$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], libraries.Order());
        Assert.DoesNotContain(files, file => file.StartsWith("runtimes/", StringComparison.Ordinal));

        using var stream = package.GetEntry($"{id}.nuspec")!.Open();
        var specification = XDocument.Load(stream).Descendants().ToLookup(element => element.Name.LocalName);
        Assert.Equal(packed.Version, specification["version"].Single().Value);
        Assert.Equal("MIT", specification["license"].Single().Value);
        Assert.Equal("PACKAGE.md", specification["readme"].Single().Value);
        Assert.Contains("PACKAGE.md", files);
        Assert.True(File.Exists(Path.ChangeExtension(packed.PackageFile(id), ".snupkg")));
        var dependencies = specification["dependency"].ToDictionary(element => element.Attribute("id")!.Value, Version);
        Assert.Subset(dependencies.Keys.ToHashSet(), expected.ToHashSet());
        Assert.DoesNotMatch("(?i)libtorch|TorchSharp-|OnnxRuntime(?!\\.Managed)", string.Join(' ', dependencies.Keys));
        Assert.Equal(packed.Version, dependencies.GetValueOrDefault("MLNetUNetFill", packed.Version));

        static string Version(XElement dependency) => dependency.Attribute("version")!.Value;
    }

    [ConsumerFact]
    public async Task A_program_with_package_references_runs_the_pipeline_of_the_readme()
    {
        Directory.CreateDirectory(packed.ProgramFolder);
        Write("nuget.config", NuGetConfiguration());
        Write("program.csproj", Project());
        Write("Program.cs", Program());

        await Dotnet.Run(packed.ProgramFolder, packed.Unpacked, "build", "-c", "Release", "-v", "q", "-o", "out", "-warnaserror");
        var output = await Dotnet.Run(packed.ProgramFolder, packed.Unpacked, Path.Combine("out", "program.dll"));

        var numbers = Regex.Match(output, @"^(\d+) cells in (\d+) clusters, (\d+) zeros before, (\d+) after, the same reloaded: True\s*$");
        Assert.True(numbers.Success, output);
        var (cells, clusters, before, after) = (Number(1), Number(2), Number(3), Number(4));
        Assert.Equal(60, cells);
        Assert.InRange(clusters, 2, 5);
        Assert.InRange(after, 0, before / 2);
        // What came from the feed and nothing else was unpacked; the rest was found where it lies.
        var unpacked = Directory.EnumerateDirectories(packed.Unpacked).Select(folder => Path.GetFileName(folder));
        Assert.Equal(["mlnetunetfill", "mlnetunetfill.evaluation", "mlnetunetfill.io"], unpacked.Order());

        int Number(int group) => int.Parse(numbers.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(packed.ProgramFolder, name), text);

    private string NuGetConfiguration() => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="{packed.Feed}" />
          </packageSources>
          <fallbackPackageFolders>
            <clear />
            <add key="cache" value="{PackageCache.Folder}" />
          </fallbackPackageFolders>
        </configuration>
        """;

    private string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <InvariantGlobalization>true</InvariantGlobalization>
            <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <UseAppHost>false</UseAppHost>
            <CreateSymbolicLinksForCopyLocalIfPossible>true</CreateSymbolicLinksForCopyLocalIfPossible>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="MLNetUNetFill" Version="{packed.Version}" />
            <PackageReference Include="MLNetUNetFill.Evaluation" Version="{packed.Version}" />
            <PackageReference Include="MLNetUNetFill.IO" Version="{packed.Version}" />
            {string.Concat(PackageCache.Natives.Select(Reference))}
          </ItemGroup>
        </Project>
        """;

    private static string Reference((string Id, string Version) package) =>
        $"<PackageReference Include=\"{package.Id}\" Version=\"{package.Version}\" />";

    private static string Program() => $$"""
        using Microsoft.ML;
        using Microsoft.ML.Data;
        using MLNetUNetFill;

        var random = new Random(1);
        var cells = Enumerable.Range(0, 60).Select(cell => new Cell
        {
            Counts = [.. Enumerable.Range(0, 60).Select(gene => random.Next(2) == 0 ? 0 : random.Next(1, gene % 5 == cell % 5 ? 40 : 8))],
        }).ToArray();
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromEnumerable(cells);

        {{Snippet()}}

        var scored = model.Transform(data);
        var filled = scored.GetColumn<float[]>("Filled").ToArray();
        var reloaded = mlContext.Model.Load("clusters.zip", out _).Transform(data).GetColumn<uint>("PredictedLabel");
        var clusters = scored.GetColumn<uint>("PredictedLabel").ToArray();
        var before = cells.Sum(cell => cell.Counts.Count(count => count == 0));
        var after = filled.Sum(cell => cell.Count(value => value == 0));
        Console.WriteLine($"{filled.Length} cells in {clusters.Distinct().Count()} clusters, {before} zeros before, {after} after, "
            + $"the same reloaded: {clusters.SequenceEqual(reloaded)}");

        internal sealed class Cell
        {
            [VectorType(60)]
            public float[] Counts { get; set; } = [];
        }
        """;

    /// <summary>The first block of code in the README's section on pipelines.</summary>
    private static string Snippet()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var snippet = Regex.Match(readme, @"^## In a pipeline\s.*?^```csharp\s(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(snippet.Success, "README.md has no block of C# under '## In a pipeline'.");
        return snippet.Groups[1].Value;
    }
}
