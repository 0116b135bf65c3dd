namespace MLNetUNetFill.Scoring;

/// <summary>Names of the additional columns: the graph outputs and the ML.NET columns have the same names.</summary>
internal static class ScoredColumns
{
    /// <summary>The names of a set of columns, in the order of the enumeration.</summary>
    public static IEnumerable<string> Names(this GapFillColumns columns) => Enum.GetValues<GapFillColumns>()
        .Where(column => int.PopCount((int)column) == 1 && columns.HasFlag(column)).Select(column => column.ToString());
}
