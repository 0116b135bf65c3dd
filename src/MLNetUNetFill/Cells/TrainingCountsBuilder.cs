namespace MLNetUNetFill.Cells;

/// <summary>Builds <see cref="TrainingCounts"/> cell by cell, keeping the modelled genes only.</summary>
/// <param name="geneCount">Number of genes of the input.</param>
/// <param name="modelledGenes">Input indices of the modelled genes, ascending: they become columns 0, 1, ...</param>
internal sealed class TrainingCountsBuilder(int geneCount, ReadOnlySpan<int> modelledGenes) : CellsBuilder(geneCount, modelledGenes)
{
    private readonly List<float> _libraries = [];

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library)
    {
        base.Add(genes, counts, library);
        _libraries.Add((float)library);
    }

    /// <summary>The matrix of the cells appended so far.</summary>
    public TrainingCounts Build()
    {
        var (rowStarts, genes, counts) = Rows();
        return new TrainingCounts(Columns, rowStarts, genes, counts, [.. _libraries]);
    }

    /// <inheritdoc/>
    protected override float Keep(float count, float normalized) => count;
}
