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

    private readonly float[] _counts = new float[geneCount];
    private long _zeros;
    private long _observed;
    private long _filled;
    private long _changed;

    /// <summary>Adds the next cell.</summary>
    /// <param name="counts">Its raw counts.</param>
    /// <param name="filled">Its filled values, one per gene.</param>
    public void Add(in VBuffer<float> counts, ReadOnlySpan<float> filled)
    {
        counts.CopyTo(_counts);
        Add(filled);
    }

    private void Add(ReadOnlySpan<float> filled)
    {
        var library = LibrarySize.Sum(_counts);
        for (var gene = 0; gene < filled.Length; gene++)
        {
            if (_counts[gene] == 0)
            {
                _zeros++;
                if (filled[gene] != 0) _filled++;
                continue;
            }
            _observed++;
            if (!(Math.Abs(filled[gene] - LibrarySize.Log1pCp10k(_counts[gene], library)) <= Tolerance)) _changed++;
        }
    }

    /// <summary>What was counted.</summary>
    public FillReport Report() => new(_zeros, _filled, _observed, _changed);

    /// <summary>Compares a whole filled matrix, cells x genes.</summary>
    public static FillReport Compare(CountMatrix counts, CountMatrix filled)
    {
        var (check, row) = (new FillCheck(counts.GeneCount), new float[counts.GeneCount]);
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            counts.Cells.CopyTo(cell, check._counts);
            filled.Cells.CopyTo(cell, row);
            check.Add(row);
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
