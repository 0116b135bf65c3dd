namespace MLNetUNetFill.Cells;

/// <summary>Names in a message: the first of them, and how many more there are.</summary>
internal static class NameList
{
    private const int Shown = 5;

    /// <summary>The first of some names, in quotes, and how many more there are.</summary>
    public static string Quote(IEnumerable<string> names) => Some([.. names.Select(name => $"'{name}'")]);

    /// <summary>The first of some names, and how many more there are.</summary>
    public static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
}
