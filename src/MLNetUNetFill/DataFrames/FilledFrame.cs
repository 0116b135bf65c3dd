using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace MLNetUNetFill.DataFrames;

/// <summary>Makes the data frame of the filled cells.</summary>
internal static class FilledFrame
{
    /// <summary>Cells turned from rows into columns at once. Cell by cell, each value would touch another memory page.</summary>
    private const int BlockRows = 32;

    public static DataFrame Make(DataFrame cells, FrameCounts counts, UNetGapFillTransformer model, CancellationToken cancellation)
    {
        var filled = Fill(counts, model, cancellation);
        var genes = counts.Genes.Select((column, gene) => (column?.Name, gene)).Where(gene => gene.Name is not null)
            .ToDictionary(gene => gene.Name!, gene => gene.gene, StringComparer.Ordinal);
        return new DataFrame(cells.Columns.Select(column => genes.TryGetValue(column.Name, out var gene)
            ? new SingleDataFrameColumn(column.Name, filled[gene], ReadOnlyMemory<byte>.Empty, counts.CellCount)
            : column.Clone()));
    }

    /// <summary>The filled values of each gene, as the bytes that a column takes over without reading them one by one.</summary>
    private static byte[][] Fill(FrameCounts counts, UNetGapFillTransformer model, CancellationToken cancellation)
    {
        var genes = Array.ConvertAll(counts.Genes, _ => new byte[counts.CellCount * sizeof(float)]);
        var filled = model.Transform(counts.ToDataView(model.InputColumnName));
        var block = new float[BlockRows * genes.Length];
        var (start, rows) = (0, 0);
        foreach (var cell in CellRows.Read(filled, [filled.Schema[model.OutputColumnName]], cancellation))
        {
            cell[0].CopyTo(block.AsSpan(rows++ * genes.Length));
            if (rows < BlockRows && start + rows < counts.CellCount) continue;
            for (var gene = 0; gene < genes.Length; gene++)
            {
                var target = MemoryMarshal.Cast<byte, float>(genes[gene].AsSpan(start * sizeof(float), rows * sizeof(float)));
                for (var row = 0; row < rows; row++) target[row] = block[row * genes.Length + gene];
            }
            (start, rows) = (start + rows, 0);
        }
        return genes;
    }
}
