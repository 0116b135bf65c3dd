using System.Text.Json;
using MLNetUNetFill.Tests.Devices;

/// <summary>What .NET calls first in a process with this assembly in <c>DOTNET_STARTUP_HOOKS</c>; the name is prescribed, and that it has
/// no namespace.</summary>
internal static class StartupHook
{
    /// <summary>Says what this process is like, and ends it before its own program starts.</summary>
    public static void Initialize()
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(FreshProcess.This()));
        Environment.Exit(0);
    }
}
