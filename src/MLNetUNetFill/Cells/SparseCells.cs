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

    /// <summary>The most entries that a cell has.</summary>
    public int LongestRow => Enumerable.Range(0, CellCount).Select(cell => GenesOf(cell).Length).DefaultIfEmpty().Max();

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

    /// <summary>Raw counts in log1p CP10k, without those that become 0.</summary>
    /// <param name="libraryOf">The library size of a cell; where it is 0, the cell stays empty.</param>
    public SparseCells Normalize(Func<int, double> libraryOf)
    {
        var builder = new SparseCellsBuilder(GeneCount);
        for (var cell = 0; cell < CellCount; cell++) builder.AddNormalized(GenesOf(cell), ValuesOf(cell), libraryOf(cell));
        return builder.Build();
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

/// <summary>Builds a <see cref="SparseCells"/> cell by cell. Zeros are left out, and so are the genes that are not selected.</summary>
internal sealed class SparseCellsBuilder
{
    private readonly int _geneCount;
    private readonly int[]? _columnOfGene;
    private readonly List<int> _rowStarts = [0];
    private readonly List<int> _genes = [];
    private readonly List<float> _values = [];

    /// <summary>Starts an empty matrix.</summary>
    /// <param name="geneCount">Number of genes of the cells that will be added.</param>
    /// <param name="selectedGenes">Their genes that become columns 0, 1, ... of the matrix, ascending; null for all.</param>
    public SparseCellsBuilder(int geneCount, int[]? selectedGenes = null)
    {
        _geneCount = selectedGenes?.Length ?? geneCount;
        if (selectedGenes is null) return;
        _columnOfGene = [.. Enumerable.Repeat(-1, geneCount)];
        for (var column = 0; column < selectedGenes.Length; column++) _columnOfGene[selectedGenes[column]] = column;
    }

    /// <summary>Adds an entry to the current cell.</summary>
    /// <param name="gene">Above the genes that the cell has already.</param>
    /// <param name="value">A 0 is left out.</param>
    public void Add(int gene, float value)
    {
        var column = _columnOfGene is null ? gene : _columnOfGene[gene];
        if (value == 0 || column < 0) return;
        _genes.Add(column);
        _values.Add(value);
    }

    /// <summary>Ends the current cell and starts the next one.</summary>
    public void EndCell() => _rowStarts.Add(_values.Count);

    /// <summary>Adds a cell.</summary>
    /// <param name="genes">Its genes, ascending.</param>
    /// <param name="values">Their values, parallel to <paramref name="genes"/>.</param>
    public void AddCell(ReadOnlySpan<int> genes, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < genes.Length; i++) Add(genes[i], values[i]);
        EndCell();
    }

    /// <summary>Adds a cell with a value for every gene.</summary>
    public void AddCell(ReadOnlySpan<float> values)
    {
        for (var gene = 0; gene < values.Length; gene++) Add(gene, values[gene]);
        EndCell();
    }

    /// <summary>Adds a cell's raw counts in log1p CP10k.</summary>
    /// <param name="genes">Its genes, ascending.</param>
    /// <param name="counts">Their raw counts, parallel to <paramref name="genes"/>.</param>
    /// <param name="library">The cell's library size over all genes, selected or not.</param>
    public void AddNormalized(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library)
    {
        for (var i = 0; i < genes.Length; i++) Add(genes[i], LibrarySize.Log1pCp10k(counts[i], library));
        EndCell();
    }

    /// <summary>Adds a cell's raw counts as they are, but for those that are 0 once normalised.</summary>
    /// <param name="genes">Its genes, ascending.</param>
    /// <param name="counts">Their raw counts, parallel to <paramref name="genes"/>.</param>
    /// <param name="library">The cell's library size over all genes, selected or not.</param>
    public void AddCounts(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library)
    {
        for (var i = 0; i < genes.Length; i++)
            if (LibrarySize.Log1pCp10k(counts[i], library) != 0) Add(genes[i], counts[i]);
        EndCell();
    }

    /// <summary>The matrix of the cells added so far.</summary>
    public SparseCells Build() => new(_geneCount, [.. _rowStarts], [.. _genes], [.. _values]);
}

/// <summary>Library-size normalisation: counts of one cell to log1p CP10k, the unit of everything behind the input.</summary>
internal static class LibrarySize
{
    /// <summary>The total that every cell's counts are scaled to.</summary>
    public const double Target = 1e4;

    /// <summary>The library size of a cell.</summary>
    /// <param name="counts">Its counts.</param>
    public static double Sum(ReadOnlySpan<float> counts)
    {
        double sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }

    /// <summary><c>log1p(1e4 * count / library)</c>; 0 for a cell without counts, so that an all-zero cell stays zero.</summary>
    /// <param name="count">The count of one gene, not negative.</param>
    /// <param name="library">The cell's library size.</param>
    public static float Log1pCp10k(float count, double library) => library > 0 ? (float)double.LogP1(Target * count / library) : 0;
}
