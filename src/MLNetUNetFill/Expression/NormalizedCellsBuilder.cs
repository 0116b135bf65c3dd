namespace MLNetUNetFill.Expression;

/// <summary>Builds <see cref="NormalizedCells"/> cell by cell, keeping the modelled genes only.</summary>
internal sealed class NormalizedCellsBuilder
{
    private readonly int[] _columnOfGene;
    private readonly int _columns;
    private readonly List<int> _rowStarts = [0];
    private readonly List<int> _genes = [];
    private readonly List<float> _values = [];

    /// <summary>Starts an empty matrix.</summary>
    /// <param name="geneCount">Number of genes of the input.</param>
    /// <param name="modelledGenes">Input indices of the modelled genes, ascending: they become columns 0, 1, ...</param>
    public NormalizedCellsBuilder(int geneCount, ReadOnlySpan<int> modelledGenes)
    {
        _columnOfGene = new int[geneCount];
        Array.Fill(_columnOfGene, -1);
        for (var column = 0; column < modelledGenes.Length; column++) _columnOfGene[modelledGenes[column]] = column;
        _columns = modelledGenes.Length;
    }

    /// <summary>Appends one cell.</summary>
    /// <param name="genes">Its genes, ascending input indices.</param>
    /// <param name="counts">Their raw counts, parallel to <paramref name="genes"/>; zeros are allowed.</param>
    /// <param name="library">The cell's library size over all genes, modelled or not.</param>
    public void Add(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library)
    {
        for (var i = 0; i < genes.Length; i++)
        {
            var column = _columnOfGene[genes[i]];
            if (column < 0 || LibrarySize.Log1pCp10k(counts[i], library) is var value && value == 0) continue;
            _genes.Add(column);
            _values.Add(value);
        }
        _rowStarts.Add(_values.Count);
    }

    /// <summary>The matrix of the cells appended so far.</summary>
    public NormalizedCells Build() => new(_columns, [.. _rowStarts], [.. _genes], [.. _values]);

    /// <summary>The matrix of all cells of a count matrix.</summary>
    /// <param name="counts">Raw counts, cells x genes.</param>
    /// <param name="modelledGenes">Columns to keep, ascending; <c>null</c> keeps all of them.</param>
    public static NormalizedCells Build(CountMatrix counts, int[]? modelledGenes = null)
    {
        var builder = new NormalizedCellsBuilder(counts.GeneCount, modelledGenes ?? [.. Enumerable.Range(0, counts.GeneCount)]);
        for (var cell = 0; cell < counts.CellCount; cell++)
            builder.Add(counts.GenesOf(cell), counts.ValuesOf(cell), counts.LibrarySize(cell));
        return builder.Build();
    }
}
