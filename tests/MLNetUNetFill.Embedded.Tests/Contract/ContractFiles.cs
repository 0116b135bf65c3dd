namespace MLNetUNetFill.Embedded.Tests.Contract;

/// <summary>The contract's text files, one per official assembly, and where present the full listings that they are taken from.</summary>
internal static class ContractFiles
{
    private const string Prefix = "Contract.";

    /// <summary>Assembly name to listed types, from the resources of the test assembly.</summary>
    public static Dictionary<string, Dictionary<string, ApiType>> Listed()
    {
        var assembly = typeof(ContractFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return ApiType.Read(reader);
            });
    }

    /// <summary>Assembly name to all its types, from <c>../shared/api</c> seen from the repository's root; empty where there is none.</summary>
    public static Dictionary<string, Dictionary<string, ApiType>> OfficialListings()
    {
        var folder = Path.Combine(Root(), "..", "shared", "api");
        return !Directory.Exists(folder) ? [] : Directory.GetFiles(folder, "*.txt").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file =>
            {
                using var reader = new StreamReader(file);
                return ApiType.Read(reader);
            });
    }

    /// <summary>Writes the official lines of what the embedded assemblies declare, each type to the file of the assembly that declares it.</summary>
    public static void Write(Dictionary<string, ApiType> embedded)
    {
        var target = Path.Combine(Root(), "tests", "MLNetUNetFill.Embedded.Tests", "Contract");
        foreach (var (assembly, official) in OfficialListings())
        {
            var lines = official.Values.Where(type => embedded.ContainsKey(type.Name)).OrderBy(type => type.Name, StringComparer.Ordinal)
                .SelectMany(type => type.Members.Intersect(embedded[type.Name].Members).Order(StringComparer.Ordinal).Prepend(type.ToString()))
                .ToList();
            if (lines.Count > 0)
                File.WriteAllLines(Path.Combine(target, assembly + ".txt"), lines);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MLNetUNetFill.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException($"No MLNetUNetFill.sln above {AppContext.BaseDirectory}.");
        return folder;
    }
}
