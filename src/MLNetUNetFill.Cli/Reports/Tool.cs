using System.Reflection;

namespace MLNetUNetFill.Cli.Reports;

/// <summary>The program, as reports name it.</summary>
internal static class Tool
{
    /// <summary>Name and version.</summary>
    public static string NameAndVersion { get; } =
        "unetfill " + (typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");
}
