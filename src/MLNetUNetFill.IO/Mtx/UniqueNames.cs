namespace MLNetUNetFill.IO.Mtx;

/// <summary>Makes names unique as AnnData's <c>var_names_make_unique</c> does: the first keeps its name, later ones get -1, -2,
/// ...</summary>
internal static class UniqueNames
{
    /// <summary>Renames in place and says so.</summary>
    public static void Make(IList<string> names, string path, string what, List<string> warnings)
    {
        if (Make(names) is > 0 and var renamed)
            warnings.Add($"{path}: "
                + Counted.Text(renamed, $"{what} name occurred before and was", $"{what} names occurred before and were")
                + " made unique with a suffix (-1, -2, ...).");
    }

    /// <summary>Renames in place and returns how many names were changed.</summary>
    public static int Make(IList<string> names)
    {
        var taken = new HashSet<string>(names, StringComparer.Ordinal);
        if (taken.Count == names.Count) return 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var suffixes = new Dictionary<string, int>(StringComparer.Ordinal);
        var changed = 0;
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            if (seen.Add(name)) continue;
            string renamed;
            do
            {
                suffixes[name] = suffixes.GetValueOrDefault(name) + 1;
                renamed = $"{name}-{suffixes[name]}";
            }
            while (!taken.Add(renamed));
            names[i] = renamed;
            changed++;
        }

        return changed;
    }
}
