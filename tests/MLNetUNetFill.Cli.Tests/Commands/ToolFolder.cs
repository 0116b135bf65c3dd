namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>The tool in a folder of its own, of links to its files.</summary>
internal static class ToolFolder
{
    /// <summary>Makes one, without a list of dependencies: everything in the folder belongs to the tool.</summary>
    public static string Make(string path, bool withLibtorch, bool withOnnxRuntime = true)
    {
        Directory.CreateDirectory(path);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            if (!withLibtorch && IsLibtorch(name)) continue;
            if (!withOnnxRuntime && name.StartsWith("libonnxruntime", StringComparison.Ordinal)) continue;
            // .NET follows a link to the program, and would take the folder behind it.
            if (name == "unetfill.dll") File.Copy(file, Path.Combine(path, name));
            else if (Path.GetExtension(name) is ".dll" or ".so" or ".1" || name == "unetfill.runtimeconfig.json")
                File.CreateSymbolicLink(Path.Combine(path, name), file);
        }
        return path;
    }

    /// <summary>Where the files of libtorch lie, behind all links.</summary>
    public static string Libtorch()
    {
        var file = new FileInfo(Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so"));
        return Path.GetDirectoryName((file.ResolveLinkTarget(returnFinalTarget: true) ?? file).FullName)!;
    }

    private static bool IsLibtorch(string name) =>
        Array.Exists(["libtorch", "libc10", "libgomp"], start => name.StartsWith(start, StringComparison.Ordinal));
}
