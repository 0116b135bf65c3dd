namespace MLNetUNetFill.Cli.Parsing;

/// <summary>Finds the word that a mistyped one was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The candidate nearest to a word, if it is near enough to be a slip.</summary>
    /// <param name="word">As typed.</param>
    /// <param name="candidates">What it may have been meant to be.</param>
    /// <returns>The nearest, or null if all are more than 3 edits, or a third of the word, away.</returns>
    public static string? For(string word, IEnumerable<string> candidates) =>
        candidates.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(near => near.distance <= Math.Clamp(word.TrimStart('-').Length / 3, 1, 3))
            .OrderBy(near => near.distance)
            .Select(near => near.candidate)
            .FirstOrDefault();

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swaps of neighbours (Damerau 1964).</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) table[i, j] =
                    Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        return table[a.Length, b.Length];
    }
}
