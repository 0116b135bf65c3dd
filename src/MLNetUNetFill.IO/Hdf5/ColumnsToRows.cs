using MLNetUNetFill.Devices;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>Turns a matrix whose columns (genes) are compressed into rows in memory.</summary>
internal static class ColumnsToRows
{
    private const int EntriesAtOnce = 1 << 18;

    /// <summary>Reads the matrix twice: once to count the entries of each cell, once to put them in place.</summary>
    public static SparseCells Read(CompressedMatrix matrix, int cells, int genes, CancellationToken cancellation)
    {
        if (matrix.Count > Array.MaxLength)
            throw matrix.Data.Error($"found {matrix.Count} values, compressed by gene",
                $"at most {Array.MaxLength} to hold in memory, or a matrix compressed by cell (csr_matrix)");
        AvailableMemory.Require(matrix.Count * 8,
            $"Holding the {matrix.Count} values of {matrix.Data.File.Path}, which are compressed by gene,",
            "expected more memory, or a matrix compressed by cell (csr_matrix), which is read without holding it");
        var starts = matrix.Starts.ReadAll<long>();
        if (starts[0] != 0 || starts[genes] > matrix.Count)
            throw matrix.Starts.Error($"found {starts[0]} to {starts[genes]}", $"0 to at most {matrix.Count}");
        for (var gene = 0; gene < genes; gene++)
            if (starts[gene + 1] < starts[gene] || starts[gene + 1] - starts[gene] > cells)
                throw matrix.Starts.Error($"found {starts[gene + 1]} after {starts[gene]} at place {gene + 2}",
                    $"ascending numbers, each at most {cells} more than the one before");

        var rowStarts = new int[cells + 1];
        ForEach(matrix, starts, cells, (_, cell, _) => rowStarts[cell + 1]++, cancellation);
        for (var cell = 0; cell < cells; cell++) rowStarts[cell + 1] += rowStarts[cell];
        var next = rowStarts.AsSpan(0, cells).ToArray();
        var (columns, values) = (new int[rowStarts[cells]], new float[rowStarts[cells]]);
        ForEach(matrix, starts, cells, (gene, cell, value) =>
        {
            var at = next[cell]++;
            if (at > rowStarts[cell] && columns[at - 1] == gene)
                throw matrix.Indices.Error($"found cell {cell + 1} twice for gene {gene + 1}", "every cell once");
            (columns[at], values[at]) = (gene, value);
        }, cancellation);
        return new SparseCells(genes, rowStarts, columns, values);
    }

    /// <summary>Goes through the entries that are not zero.</summary>
    private static void ForEach(CompressedMatrix matrix, long[] starts, int cells, Action<int, int, float> take,
        CancellationToken cancellation)
    {
        var indices = new int[EntriesAtOnce];
        var data = new float[EntriesAtOnce];
        var gene = 0;
        for (long from = 0; from < starts[^1]; from += EntriesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = (int)Math.Min(EntriesAtOnce, starts[^1] - from);
            matrix.Indices.Read(from, indices.AsMemory(0, count));
            matrix.Data.Read(from, data.AsMemory(0, count));
            for (var i = 0; i < count; i++)
            {
                while (starts[gene + 1] <= from + i) gene++;
                if ((uint)indices[i] >= (uint)cells)
                    throw matrix.Indices.Error($"found the cell index {indices[i]} for gene {gene + 1}", $"0 to {cells - 1}");
                if (data[i] != 0) take(gene, indices[i], data[i]);
            }
        }
    }
}
