using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>Reads the entries of <c>matrix.mtx</c>, in any order, into a matrix, cells x genes.</summary>
internal static class MatrixMarketReader
{
    /// <summary>Bytes of an entry while it is read: cell, gene and value, and one of these again whenever the arrays grow.</summary>
    private const int PerEntry = 16;

    public static SparseCells Read(TenXFolder folder, FeatureTable features, int cellCount, CancellationToken cancellation)
    {
        using var entries = new MatrixMarketEntries(folder, features, cellCount, cancellation);
        if (entries.Expected > Array.MaxLength)
            throw new GapFillException($"{folder.Matrix} has {entries.Expected} entries; expected at most {Array.MaxLength} to hold in memory.");
        AvailableMemory.Require(entries.Expected * PerEntry, $"Holding the {entries.Expected} entries of {folder.Matrix}",
            "expected a smaller matrix, or more memory");
        var rows = new SparseRows(cellCount, features.Names.Count, entries.Expected);
        while (entries.TryRead(out var cell, out var gene, out var value)) rows.Add(cell, gene, value);
        var built = rows.Build(out var duplicate);
        return duplicate is not var (row, column) ? built : throw entries.Duplicate(row, column);
    }
}
