using MLNetUNetFill.Cells;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>Counts the entries that filling changed, cell by cell.</summary>
/// <param name="geneCount">Number of genes.</param>
internal sealed class FillCheck(int geneCount)
{
    /// <summary>
    /// An observed value counts as changed if it is further than this, in log1p CP10k, from the value computed here from the raw counts:
    /// far above the rounding of single precision and of the text on disk, far below one count.
    /// </summary>
    private const float Tolerance = 1e-5f;

    private readonly int[] _allGenes = [.. Enumerable.Range(0, geneCount)];
    private long _zeros;
    private long _observed;
    private long _filled;
    private long _changed;

    /// <summary>Adds the next cell.</summary>
    /// <param name="counts">Its raw counts.</param>
    /// <param name="filled">Its filled values, one per gene.</param>
    public void Add(in VBuffer<float> counts, ReadOnlySpan<float> filled) =>
        Add(counts.IsDense ? _allGenes : counts.GetIndices(), counts.GetValues(), filled);

    /// <summary>Adds the next cell.</summary>
    /// <param name="genes">The genes with a raw count.</param>
    /// <param name="counts">Their counts.</param>
    /// <param name="filled">Filled values, one per gene.</param>
    public void Add(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, ReadOnlySpan<float> filled)
    {
        double library = 0;
        foreach (var count in counts) library += count;
        var (observed, nonZero) = (0, geneCount - filled.Count(0f));
        for (var i = 0; i < genes.Length; i++)
        {
            if (counts[i] == 0) continue;
            observed++;
            var value = filled[genes[i]];
            if (value != 0) nonZero--;
            if (!(Math.Abs(value - LibrarySize.Log1pCp10k(counts[i], library)) <= Tolerance)) _changed++;
        }
        _observed += observed;
        _zeros += geneCount - observed;
        _filled += nonZero;
    }

    /// <summary>What was counted.</summary>
    public FillReport Report() => new(_zeros, _filled, _observed, _changed);

    /// <summary>Compares a whole filled matrix.</summary>
    public static FillReport Compare(CountMatrix counts, CountMatrix filled)
    {
        var check = new FillCheck(counts.GeneCount);
        var row = new float[counts.GeneCount];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            filled.Cells.CopyTo(cell, row);
            check.Add(counts.GenesOf(cell), counts.ValuesOf(cell), row);
        }
        return check.Report();
    }
}

/// <summary>Counts of the entries that filling changed.</summary>
/// <param name="ZerosBefore">Entries that are zero in the input.</param>
/// <param name="ZerosFilled">Of these, how many got a value.</param>
/// <param name="ObservedValues">Entries that are not zero in the input.</param>
/// <param name="ObservedValuesChanged">Of these, how many are not the input's log1p CP10k any more: 0, but for the policy
/// denoise-all.</param>
internal sealed record FillReport(long ZerosBefore, long ZerosFilled, long ObservedValues, long ObservedValuesChanged);
