using MLNetUNetFill.Cli.Reports;
using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Counts, cell by cell, what filling did to a matrix.</summary>
/// <param name="counts">The raw counts.</param>
internal sealed class FillCheck(CountMatrix counts)
{
    /// <summary>
    /// An observed value counts as changed if it is further than this, in log1p CP10k, from the value computed here from the raw counts: far
    /// above the rounding of single precision and of the text on disk, far below one count.
    /// </summary>
    private const float Tolerance = 1e-5f;

    private int _cell;
    private long _filled;
    private long _changed;

    /// <summary>Adds the next cell.</summary>
    /// <param name="row">Its filled values, one a gene.</param>
    public void Add(ReadOnlySpan<float> row)
    {
        var genes = counts.GenesOf(_cell);
        var observed = counts.ValuesOf(_cell);
        var library = counts.LibrarySize(_cell);
        var nonZero = row.Length - row.Count(0f);
        for (var i = 0; i < genes.Length; i++)
        {
            var value = row[genes[i]];
            if (value != 0) nonZero--;
            if (!(Math.Abs(value - LibrarySize.Log1pCp10k(observed[i], library)) <= Tolerance)) _changed++;
        }
        _filled += nonZero;
        _cell++;
    }

    /// <summary>What was counted.</summary>
    public FillReport Report() =>
        new((long)counts.CellCount * counts.GeneCount - counts.NonZeroCount, _filled, counts.NonZeroCount, _changed);

    /// <summary>Compares a whole filled matrix.</summary>
    public static FillReport Of(CountMatrix counts, CountMatrix filled)
    {
        var check = new FillCheck(counts);
        var row = new float[counts.GeneCount];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            Array.Clear(row);
            var genes = filled.GenesOf(cell);
            var values = filled.ValuesOf(cell);
            for (var i = 0; i < genes.Length; i++) row[genes[i]] = values[i];
            check.Add(row);
        }
        return check.Report();
    }
}
