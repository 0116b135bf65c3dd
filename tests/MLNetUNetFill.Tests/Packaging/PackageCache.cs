using System.Runtime.InteropServices;
using System.Xml.Linq;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Packaging;

/// <summary>The folder into which NuGet unpacked what this solution needs. A program made by a test finds the same packages there, without
/// a feed.</summary>
internal static class PackageCache
{
    private static readonly XElement s_versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Root!;

    public static string Folder { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The native packages that a program on this machine adds to the library.</summary>
    public static IReadOnlyList<(string Id, string Version)> Natives { get; } =
    [
        ($"libtorch-cpu-{RuntimeInformation.RuntimeIdentifier}", Version("LibTorchVersion")),
        ("Microsoft.ML.OnnxRuntime", Version("OnnxRuntimeVersion")),
    ];

    /// <summary>The first of these packages that is not there.</summary>
    public static string? Missing { get; } = Natives
        .Where(package => !Directory.Exists(Path.Combine(Folder, package.Id.ToLowerInvariant(), package.Version)))
        .Select(package => $"{package.Id} {package.Version}").FirstOrDefault();

    /// <summary>The version without conditions.</summary>
    private static string Version(string property) =>
        s_versions.Descendants(property).First(version => version.Attribute("Condition") is null).Value;
}
