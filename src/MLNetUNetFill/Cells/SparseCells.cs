namespace MLNetUNetFill.Cells;

/// <summary>
/// The sparse matrix, cells x genes, in compressed rows: one row per cell, gene indices ascending within a row. Zeros are not stored,
/// except by thinned and masked versions of a matrix: they share its rows and genes, and a hidden entry is a stored 0.
/// </summary>
/// <param name="GeneCount">Number of genes (columns).</param>
/// <param name="RowStarts">Length cells + 1; row <c>i</c> is <c>[RowStarts[i], RowStarts[i + 1])</c>.</param>
/// <param name="Genes">Column of every entry.</param>
/// <param name="Values">Value of every entry: a raw count or log1p CP10k.</param>
internal record SparseCells(int GeneCount, int[] RowStarts, int[] Genes, float[] Values)
{
    /// <summary>Number of cells (rows).</summary>
    public int CellCount => RowStarts.Length - 1;

    /// <summary>The entries of a cell, as indices into <see cref="Genes"/> and <see cref="Values"/>.</summary>
    public Range Row(int cell) => RowStarts[cell]..RowStarts[cell + 1];

    /// <summary>Columns stored for a cell, ascending.</summary>
    public ReadOnlySpan<int> GenesOf(int cell) => Genes.AsSpan(Row(cell));

    /// <summary>Values stored for a cell, parallel to <see cref="GenesOf"/>.</summary>
    public ReadOnlySpan<float> ValuesOf(int cell) => Values.AsSpan(Row(cell));

    /// <summary>Writes a cell's values to their genes' places.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="dense">Length <see cref="GeneCount"/>, overwritten.</param>
    public void CopyTo(int cell, Span<float> dense)
    {
        dense.Clear();
        Scatter(cell, dense);
    }

    /// <summary>Writes a cell's values to their genes' places and leaves the other places as they are.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="dense">Length <see cref="GeneCount"/>.</param>
    public void Scatter(int cell, Span<float> dense)
    {
        for (var i = RowStarts[cell]; i < RowStarts[cell + 1]; i++) dense[Genes[i]] = Values[i];
    }

    /// <summary>The matrix with some of its genes.</summary>
    /// <param name="genes">The genes, ascending.</param>
    public SparseCells SelectGenes(int[] genes)
    {
        var builder = new SparseCellsBuilder(GeneCount, genes);
        for (var cell = 0; cell < CellCount; cell++) builder.AddCell(GenesOf(cell), ValuesOf(cell));
        return builder.Build();
    }

    /// <summary>The matrix with some of its cells.</summary>
    /// <param name="cells">The cells, in the order of the result.</param>
    public SparseCells SelectCells(ReadOnlySpan<int> cells)
    {
        var builder = new SparseCellsBuilder(GeneCount);
        foreach (var cell in cells) builder.AddCell(GenesOf(cell), ValuesOf(cell));
        return builder.Build();
    }

    /// <summary>A dense matrix without its zeros.</summary>
    /// <param name="matrix">Cells x genes, row by row.</param>
    /// <param name="geneCount">Number of genes.</param>
    public static SparseCells FromDense(ReadOnlySpan<float> matrix, int geneCount)
    {
        var builder = new SparseCellsBuilder(geneCount);
        for (; !matrix.IsEmpty; matrix = matrix[geneCount..]) builder.AddCell(matrix[..geneCount]);
        return builder.Build();
    }
}
