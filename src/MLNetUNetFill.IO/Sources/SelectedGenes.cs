namespace MLNetUNetFill.IO.Sources;

/// <summary>The genes that a model knows, in its order; the others are left out.</summary>
/// <param name="cells">The cells with the genes of the file.</param>
/// <param name="geneOfColumn">For each gene of the file, its place in the model; -1 for none.</param>
internal sealed class SelectedGenes(ICellReader cells, int[] geneOfColumn) : CellBuffer
{
    public override bool MoveNext()
    {
        Clear();
        if (!cells.MoveNext()) return false;
        var columns = cells.Genes;
        var values = cells.Values;
        for (var i = 0; i < columns.Length; i++)
            if (geneOfColumn[columns[i]] is >= 0 and var gene) Add(gene, values[i]);
        Sort();
        return true;
    }

    public override void Dispose() => cells.Dispose();
}
