namespace MLNetUNetFill.IO.Text;

/// <summary>The rows of a table as sparse vectors.</summary>
/// <param name="table">The table, owned.</param>
/// <param name="others">The columns that are no genes.</param>
internal sealed class TableRows(TableReader table, int[] others) : CellBuffer
{
    private readonly int[] _geneColumns = [.. Enumerable.Range(0, table.Columns.Count).Except(others)];

    public override bool MoveNext()
    {
        Clear();
        if (!table.TryRead()) return false;
        for (var gene = 0; gene < _geneColumns.Length; gene++) Add(gene, table.Number(_geneColumns[gene]));
        return true;
    }

    public override void Dispose() => table.Dispose();
}
