namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>The filled rows of a whole view. Cells without any count are left out of the imputation and stay zero.</summary>
internal sealed class FilledCells
{
    // By row id, not by place: a shuffled input gives its rows in another order to every cursor.
    private readonly Dictionary<DataViewRowId, int> _rows;
    private readonly float[] _values;
    private readonly float[] _nothing;

    private FilledCells(Dictionary<DataViewRowId, int> rows, float[] values, int genes) =>
        (_rows, _values, _nothing) = (rows, values, new float[genes]);

    /// <summary>Reads all cells of a view and fills them.</summary>
    /// <exception cref="GapFillException">A value is no count, or the method cannot work with the matrix.</exception>
    public static FilledCells Impute(IDataView input, DataViewSchema.Column column, Baseline method, CancellationToken cancellation)
    {
        var geneNames = CountsColumn.GeneNames(column);
        var (rows, counts) = Read(input, column, geneNames, cancellation);
        var filled = counts.CellCount > 0 ? method.Impute(counts, cancellation).Filled : [];
        return new FilledCells(rows, filled, geneNames.Length);
    }

    /// <summary>The filled genes of a row, log1p CP10k.</summary>
    /// <param name="id">Id of the row.</param>
    /// <exception cref="GapFillException">No such row was read.</exception>
    public ReadOnlySpan<float> Row(DataViewRowId id)
    {
        if (!_rows.TryGetValue(id, out var row))
            throw new GapFillException($"The row with the id {id} is not among the {_rows.Count} rows that were filled together; "
                + $"expected a view that gives the same rows each time.");
        return row < 0 ? _nothing : _values.AsSpan(row * _nothing.Length, _nothing.Length);
    }

    private static (Dictionary<DataViewRowId, int> Rows, CountMatrix Counts) Read(IDataView input, DataViewSchema.Column column,
        string[] geneNames, CancellationToken cancellation)
    {
        var rows = new Dictionary<DataViewRowId, int>();
        List<string> barcodes = [];
        var builder = new SparseCellsBuilder(geneNames.Length);
        foreach (var cell in CellRows.ReadCounts(input, column, cancellation))
        {
            var hasCounts = !cell.Genes.IsEmpty;
            if (!rows.TryAdd(cell.Id, hasCounts ? barcodes.Count : -1))
                throw new GapFillException($"Column '{column.Name}', row {cell.Position + 1}: the row has the id {cell.Id} of an "
                    + $"earlier one; "
                    + "expected a view whose rows have ids of their own.");
            if (!hasCounts) continue;
            barcodes.Add($"row {cell.Position + 1}");
            builder.AddCell(cell.Genes, cell.Counts);
        }
        return (rows, new CountMatrix(barcodes, geneNames, geneNames, builder.Build()));
    }
}
