using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Training;

/// <summary>Builds <see cref="TrainingCounts"/> cell by cell, keeping the modelled genes only.</summary>
internal sealed class TrainingCountsBuilder
{
    private readonly int[] _columnOfGene;
    private readonly int _columns;
    private readonly List<int> _rowStarts = [0];
    private readonly List<int> _genes = [];
    private readonly List<float> _counts = [];
    private readonly List<float> _libraries = [];

    /// <summary>Starts an empty matrix.</summary>
    /// <param name="geneCount">Number of genes of the input.</param>
    /// <param name="modelledGenes">Input indices of the modelled genes, ascending: they become columns 0, 1, ...</param>
    public TrainingCountsBuilder(int geneCount, ReadOnlySpan<int> modelledGenes)
    {
        _columnOfGene = new int[geneCount];
        Array.Fill(_columnOfGene, -1);
        for (var column = 0; column < modelledGenes.Length; column++) _columnOfGene[modelledGenes[column]] = column;
        _columns = modelledGenes.Length;
    }

    /// <summary>Appends one cell.</summary>
    /// <param name="genes">Its genes, ascending input indices.</param>
    /// <param name="counts">Their raw counts, parallel to <paramref name="genes"/>; zeros are allowed.</param>
    /// <param name="library">The cell's library size over all genes, modelled or not, above 0.</param>
    public void Add(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library)
    {
        for (var i = 0; i < genes.Length; i++)
        {
            // A count too small to be told from 0 after normalisation is a 0 there, too.
            var column = _columnOfGene[genes[i]];
            if (column < 0 || LibrarySize.Log1pCp10k(counts[i], library) == 0) continue;
            _genes.Add(column);
            _counts.Add(counts[i]);
        }
        _rowStarts.Add(_counts.Count);
        _libraries.Add((float)library);
    }

    /// <summary>The matrix of the cells appended so far.</summary>
    public TrainingCounts Build() => new(_columns, [.. _rowStarts], [.. _genes], [.. _counts], [.. _libraries]);
}
