using MLNetUNetFill.Cells;
using MLNetUNetFill.IO.Sources;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>Goes through the cells of a matrix in a file and holds one of them.</summary>
internal interface ICellRows : IDisposable
{
    /// <summary>Goes to the next cell; there is one more.</summary>
    void MoveNext();

    /// <summary>The genes of the cell that are not zero, ascending.</summary>
    ReadOnlySpan<int> Genes { get; }

    /// <summary>Their values.</summary>
    ReadOnlySpan<float> Values { get; }
}

/// <summary>What going through all cells once told.</summary>
/// <param name="Evidence">What was seen of the values.</param>
/// <param name="Invalid">The first value that can be neither a count nor any expression, in words; null where there is none.</param>
internal sealed record CellScan(CountEvidence Evidence, string? Invalid)
{
    private const int CellsBetweenCancellationChecks = 256;

    /// <summary>Cells without counts.</summary>
    public int EmptyCells => Evidence.EmptyCells;

    /// <summary>Values that are not whole numbers.</summary>
    public long Fractional => Evidence.FractionalValues;

    /// <summary>Whether all values may be counts.</summary>
    public bool HoldsWholeNumbers => Fractional == 0 && Invalid is null;

    /// <summary>Goes through all cells.</summary>
    /// <param name="rows">The cells.</param>
    /// <param name="cellCount">How many.</param>
    /// <param name="wholeNumbersOnly">Whether to stop at the first value that is no count.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static CellScan Run(ICellRows rows, int cellCount, bool wholeNumbersOnly, CancellationToken cancellation)
    {
        var evidence = new CountEvidence();
        for (var cell = 0; cell < cellCount; cell++)
        {
            if (cell % CellsBetweenCancellationChecks == 0) cancellation.ThrowIfCancellationRequested();
            rows.MoveNext();
            var values = rows.Values;
            for (var i = 0; i < values.Length; i++)
                if (!(values[i] > 0 && values[i] <= float.MaxValue)) return new(evidence,
                    $"the value {values[i]}{TooSmall(values[i])} of gene {rows.Genes[i] + 1} of cell {cell + 1}");
            evidence.Add(values);
            if (wholeNumbersOnly && evidence.FractionalValues > 0) break;
        }

        return new(evidence, null);

        static string TooSmall(float value) =>
            float.IsNaN(value) ? ", or one below 1.4E-45, which is too small for single precision," : "";
    }
}

/// <summary>The rows of a file as every source serves them.</summary>
/// <param name="rows">The rows, owned.</param>
/// <param name="cellCount">How many there are.</param>
internal sealed class Hdf5Cells(ICellRows rows, int cellCount) : ICellReader
{
    private int _read;

    public ReadOnlySpan<int> Genes => rows.Genes;

    public ReadOnlySpan<float> Values => rows.Values;

    public bool MoveNext()
    {
        if (_read == cellCount) return false;
        _read++;
        rows.MoveNext();
        return true;
    }

    public void Dispose() => rows.Dispose();
}
