using MLNetUNetFill.IO.Sources;

namespace MLNetUNetFill.IO.Text;

/// <summary>The rows of a table as sparse vectors.</summary>
/// <param name="table">The table, owned.</param>
/// <param name="others">The columns that are no genes.</param>
internal sealed class TableRows(TableReader table, int[] others) : ICellReader
{
    private readonly int[] _columns = new int[table.Columns.Count];
    private readonly float[] _values = new float[table.Columns.Count];
    private int _count;

    public ReadOnlySpan<int> Genes => _columns.AsSpan(0, _count);

    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    public bool MoveNext()
    {
        _count = 0;
        if (!table.TryRead()) return false;
        var gene = 0;
        for (var column = 0; column < table.Columns.Count; column++)
        {
            if (others.Contains(column)) continue;
            var value = table.Number(column);
            if (value != 0)
            {
                (_columns[_count], _values[_count]) = (gene, value);
                _count++;
            }

            gene++;
        }

        return true;
    }

    public void Dispose() => table.Dispose();
}
