using MLNetUNetFill.Training;

namespace MLNetUNetFill.Cli.Report;

/// <summary>The program, as reports name it.</summary>
internal static class Tool
{
    /// <summary>Name and version.</summary>
    public static string NameAndVersion { get; } = "unetfill " + Provenance.Version;
}
