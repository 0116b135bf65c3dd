namespace MLNetUNetFill.IO.Sources;

/// <summary>The genes that a model knows, in its order; the others are left out.</summary>
/// <param name="cells">The cells with the genes of the file.</param>
/// <param name="geneOfColumn">For each gene of the file, its place in the model; -1 for none.</param>
internal sealed class SelectedGenes(ICellReader cells, int[] geneOfColumn) : ICellReader
{
    private readonly int[] _genes = new int[geneOfColumn.Length];
    private readonly float[] _values = new float[geneOfColumn.Length];
    private int _count;

    public ReadOnlySpan<int> Genes => _genes.AsSpan(0, _count);

    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    public bool MoveNext()
    {
        _count = 0;
        if (!cells.MoveNext()) return false;
        var genes = cells.Genes;
        var values = cells.Values;
        for (var i = 0; i < genes.Length; i++)
        {
            if (geneOfColumn[genes[i]] < 0) continue;
            (_genes[_count], _values[_count]) = (geneOfColumn[genes[i]], values[i]);
            _count++;
        }

        _genes.AsSpan(0, _count).Sort(_values.AsSpan(0, _count));
        return true;
    }

    public void Dispose() => cells.Dispose();
}
