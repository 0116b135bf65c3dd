namespace MLNetUNetFill.Cells;

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
        _columnOfGene = new int[geneCount];
        Array.Fill(_columnOfGene, -1);
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
