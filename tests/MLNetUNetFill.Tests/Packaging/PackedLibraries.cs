using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Packaging;

/// <summary>The libraries, packed as they were built for these tests, in a folder that serves as a feed.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("unetfill-");

    /// <summary>Of no other package: NuGet takes what it once unpacked under the same version.</summary>
    public string Version { get; } = $"0.0.0-test.x{Guid.NewGuid():N}";

    /// <summary>The folder of the packages.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>A folder for the program that references them.</summary>
    public string ProgramFolder => Path.Combine(_folder.FullName, "program");

    /// <summary>Where its restore unpacks them.</summary>
    public string Unpacked => Path.Combine(_folder.FullName, "packages");

    public string PackageFile(string id) => Path.Combine(Feed, $"{id}.{Version}.nupkg");

    public async Task InitializeAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (var id in new[] { "MLNetUNetFill", "MLNetUNetFill.Evaluation", "MLNetUNetFill.IO" })
            await Dotnet.Run(Repository.Root, PackageCache.Folder, "pack", Path.Combine("src", id), "--no-build", "-c", configuration,
                "-v", "q", "-o", Feed, $"-p:Version={Version}", $"-p:NuspecOutputPath={_folder.FullName}/nuspec/");
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
