namespace MLNetUNetFill.Embedded.Tests.Contract;

/// <summary>One public type of an assembly: its line, split into what it is and what it derives from, and the lines of its members.</summary>
public sealed record ApiType(string Name, IReadOnlySet<string> Bases, IReadOnlySet<string> Members)
{
    /// <summary>Kind and full name, for example <c>sealed class Microsoft.ML.MLContext</c>, then the base class and the interfaces.</summary>
    public override string ToString() => Bases.Count > 0 ? $"{Name} : {string.Join(", ", Bases)}" : Name;

    /// <summary>Reads a listing: type lines start in the first column, the lines of their members are indented.</summary>
    public static Dictionary<string, ApiType> Read(TextReader reader)
    {
        var types = new Dictionary<string, ApiType>();
        HashSet<string> members = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
                members.Add(line);
            else if (line.Length > 0)
            {
                var parts = line.Split(" : ", 2);
                members = [];
                types[parts[0]] = new ApiType(parts[0], parts.Length > 1 ? SplitBases(parts[1]) : [], members);
            }
        }
        return types;
    }

    /// <summary>Splits at the commas that are not inside a generic argument list.</summary>
    private static HashSet<string> SplitBases(string bases)
    {
        var result = new HashSet<string>();
        int depth = 0, start = 0;
        for (int i = 0; i <= bases.Length; i++)
        {
            char c = i < bases.Length ? bases[i] : ',';
            depth += c switch { '<' => 1, '>' => -1, _ => 0 };
            if (c != ',' || depth > 0)
                continue;
            result.Add(bases[start..i].Trim());
            start = i + 1;
        }
        return result;
    }
}
