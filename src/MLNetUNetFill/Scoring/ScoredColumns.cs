using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Scoring;

/// <summary>Names of the additional columns: the graph outputs and the ML.NET columns have the same names.</summary>
internal static class ScoredColumns
{
    /// <summary>The names of a set of columns, in the order of the enumeration.</summary>
    /// <param name="columns">The set.</param>
    /// <param name="outputName">Name of the filled column.</param>
    public static IEnumerable<string> Names(this GapFillColumns columns, string outputName) => Enum.GetValues<GapFillColumns>()
        .Where(column => int.PopCount((int)column) == 1 && columns.HasFlag(column))
        .Select(column => column == GapFillColumns.Observed ? GapFillOutputs.Observed(outputName) : column.ToString());
}
