namespace MLNetUNetFill.Scoring;

/// <summary>The names under which the additional columns are both graph outputs and ML.NET columns.</summary>
internal static class ScoredColumns
{
    /// <summary>The names of a set of columns, in the order of the enumeration.</summary>
    public static IEnumerable<string> Names(this GapFillColumns columns) => Enum.GetValues<GapFillColumns>()
        .Where(column => int.PopCount((int)column) == 1 && columns.HasFlag(column)).Select(column => column.ToString());
}
