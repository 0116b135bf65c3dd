using MLNetUNetFill.IO.Sources;

namespace MLNetUNetFill.IO.Text;

/// <summary>The rows of a table as sparse vectors.</summary>
/// <param name="table">The table, owned.</param>
/// <param name="labelColumn">The column that holds a label in place of a number; -1 for none.</param>
internal sealed class TableRows(TableReader table, int labelColumn) : ICellReader
{
    private readonly int[] _columns = new int[table.Columns.Count];
    private readonly float[] _values = new float[table.Columns.Count];
    private int _count;

    public ReadOnlySpan<int> Genes => _columns.AsSpan(0, _count);

    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <summary>The label of the row.</summary>
    /// <exception cref="GapFillException">It is blank.</exception>
    public string Label => table.Field(labelColumn).ToString() is { Length: > 0 } label ? label
        : throw table.Error($"found no label in column '{table.Columns[labelColumn]}'", "one for every cell");

    public bool MoveNext()
    {
        _count = 0;
        if (!table.TryRead()) return false;
        var gene = 0;
        for (var column = 0; column < table.Columns.Count; column++)
        {
            if (column == labelColumn) continue;
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
