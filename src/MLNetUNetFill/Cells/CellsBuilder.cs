namespace MLNetUNetFill.Cells;

/// <summary>Collects cells in compressed rows, keeping the modelled genes only.</summary>
internal abstract class CellsBuilder
{
    private readonly int[] _columnOfGene;
    private readonly List<int> _rowStarts = [0];
    private readonly List<int> _genes = [];
    private readonly List<float> _kept = [];

    /// <summary>Starts an empty matrix.</summary>
    /// <param name="geneCount">Number of genes of the input.</param>
    /// <param name="modelledGenes">Input indices of the modelled genes, ascending: they become columns 0, 1, ...</param>
    protected CellsBuilder(int geneCount, ReadOnlySpan<int> modelledGenes)
    {
        _columnOfGene = new int[geneCount];
        Array.Fill(_columnOfGene, -1);
        for (var column = 0; column < modelledGenes.Length; column++) _columnOfGene[modelledGenes[column]] = column;
        Columns = modelledGenes.Length;
    }

    /// <summary>Number of modelled genes.</summary>
    protected int Columns { get; }

    /// <summary>Appends one cell. A count too small to be told from 0 after normalisation is left out as a 0.</summary>
    /// <param name="genes">Its genes, ascending input indices.</param>
    /// <param name="counts">Their raw counts, parallel to <paramref name="genes"/>; zeros are allowed.</param>
    /// <param name="library">The cell's library size over all genes, modelled or not, above 0.</param>
    public virtual void Add(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library)
    {
        for (var i = 0; i < genes.Length; i++)
        {
            var column = _columnOfGene[genes[i]];
            if (column < 0 || LibrarySize.Log1pCp10k(counts[i], library) is var normalized && normalized == 0) continue;
            _genes.Add(column);
            _kept.Add(Keep(counts[i], normalized));
        }
        _rowStarts.Add(_kept.Count);
    }

    /// <summary>Which of both the matrix is to hold.</summary>
    /// <param name="count">The raw count.</param>
    /// <param name="normalized">The same, log1p CP10k.</param>
    protected abstract float Keep(float count, float normalized);

    /// <summary>The matrix of the cells appended so far, as compressed rows.</summary>
    protected (int[] RowStarts, int[] Genes, float[] Kept) Rows() => ([.. _rowStarts], [.. _genes], [.. _kept]);
}
