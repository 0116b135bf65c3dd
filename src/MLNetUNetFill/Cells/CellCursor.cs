namespace MLNetUNetFill.Cells;

/// <summary>Goes through cells; the derived class says where their values come from.</summary>
/// <param name="cells">The cells' columns.</param>
/// <param name="active">For each column, whether the reader needs it.</param>
internal abstract class CellCursor(CellSchema cells, bool[] active) : DataViewRowCursor
{
    private int _next;
    private bool _onRow;

    /// <inheritdoc/>
    public sealed override DataViewSchema Schema => cells.Columns;

    /// <inheritdoc/>
    public sealed override long Position => _onRow ? _next - 1 : -1;

    /// <inheritdoc/>
    public sealed override long Batch => 0;

    /// <inheritdoc/>
    public sealed override bool MoveNext()
    {
        // A cursor that fails stands on no row.
        _onRow = false;
        if (_next >= cells.CellCount) return false;
        MoveTo(_next);
        _next++;
        return _onRow = true;
    }

    /// <inheritdoc/>
    public sealed override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <summary>A cell keeps its id whatever the order.</summary>
    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        id = new DataViewRowId((ulong)CurrentCell(), 0);

    /// <inheritdoc/>
    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        Delegate getter = column.Index switch
        {
            CellSchema.ValuesIndex => (ValueGetter<VBuffer<float>>)GetValues,
            CellSchema.BarcodeIndex => Text(cells.Barcodes),
            _ => Text(cells.Labels!),
        };
        return RequestedColumns.As<TValue>(getter, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        (_onRow, _next) = (false, cells.CellCount);
        base.Dispose(disposing);
    }

    /// <summary>The cell at the cursor's position.</summary>
    protected abstract int Cell { get; }

    /// <summary>Goes to the next position.</summary>
    protected abstract void MoveTo(int position);

    /// <summary>The genes of the cell that have a value, ascending.</summary>
    protected abstract ReadOnlySpan<int> Genes { get; }

    /// <summary>Their values.</summary>
    protected abstract ReadOnlySpan<float> Values { get; }

    private ValueGetter<ReadOnlyMemory<char>> Text(IReadOnlyList<string> texts) => (ref ReadOnlyMemory<char> value) =>
        value = texts[CurrentCell()].AsMemory();

    private void GetValues(ref VBuffer<float> value)
    {
        CurrentCell();
        var genes = Genes;
        var editor = VBufferEditor.Create(ref value, cells.GeneCount, genes.Length);
        Values.CopyTo(editor.Values);
        // A vector with a value in every slot is dense and has no indices.
        if (genes.Length < cells.GeneCount) genes.CopyTo(editor.Indices);
        value = editor.Commit();
    }

    private int CurrentCell() => _onRow ? Cell : throw RequestedColumns.NoRow();
}

/// <summary>The columns of cells as ML.NET sees them: values, cell name, label.</summary>
internal sealed class CellSchema
{
    public const int ValuesIndex = 0;
    public const int BarcodeIndex = 1;

    /// <summary>The annotation with an identifier for each gene beside its name.</summary>
    public const string GeneIds = "GeneIds";

    /// <param name="barcodes">One name per cell.</param>
    /// <param name="geneNames">One name per gene: the slot names.</param>
    /// <param name="labels">One label per cell, or none.</param>
    /// <param name="columnName">Name of the column of values.</param>
    /// <param name="barcodeColumnName">Name of the column of cell names.</param>
    /// <param name="labelColumnName">Name of the column of labels.</param>
    /// <param name="geneIds">One identifier per gene, or none.</param>
    /// <exception cref="ArgumentException">There is another number of labels than cells, or two columns have one name.</exception>
    public CellSchema(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneNames, IReadOnlyList<string>? labels, string columnName,
        string barcodeColumnName, string labelColumnName, IReadOnlyList<string>? geneIds = null)
    {
        if (labels is not null && labels.Count != barcodes.Count)
            throw new ArgumentException($"{labels.Count} labels for {barcodes.Count} cells; expected one a cell.", nameof(labels));
        string[] names = labels is null ? [columnName, barcodeColumnName] : [columnName, barcodeColumnName, labelColumnName];
        if (names.Distinct().Count() < names.Length)
            throw new ArgumentException($"Found the column names {string.Join(", ", names.Select(name => $"'{name}'"))}; expected "
                + "different ones.", nameof(columnName));
        (Barcodes, GeneCount, Labels) = (barcodes, geneNames.Count, labels);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(columnName, new VectorDataViewType(NumberDataViewType.Single, geneNames.Count),
            CountsColumn.SlotNames(geneNames, geneIds));
        schema.AddColumn(barcodeColumnName, TextDataViewType.Instance);
        if (labels is not null) schema.AddColumn(labelColumnName, TextDataViewType.Instance);
        Columns = schema.ToSchema();
    }

    /// <summary>The schema itself.</summary>
    public DataViewSchema Columns { get; }

    /// <summary>One name per cell.</summary>
    public IReadOnlyList<string> Barcodes { get; }

    /// <summary>One label per cell, null without the column.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>Number of cells.</summary>
    public int CellCount => Barcodes.Count;

    /// <summary>Number of genes.</summary>
    public int GeneCount { get; }
}

/// <summary>Checks the columns that a reader asks a view or cursor for.</summary>
internal static class RequestedColumns
{
    /// <summary>The columns of a schema that a cursor has to serve, by index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is not of the schema.</exception>
    public static bool[] Active(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            if (column.Index >= active.Length)
                throw new ArgumentOutOfRangeException(nameof(columnsNeeded),
                    $"The column '{column.Name}' is not of this schema: found index {column.Index}; expected less than {active.Length}.");
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>A getter under the type that the caller asked for.</summary>
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: "
            + $"'{column.Type.RawType}' of column '{column.Name}'.");

    /// <summary>The error of a reader whose cursor has not started or is at its end.</summary>
    public static InvalidOperationException NoRow() =>
        new("The cursor does not stand on a row: call MoveNext, and read no further once it returned false.");

    /// <summary>The error of a reader that gets a column that is not active.</summary>
    public static ArgumentOutOfRangeException Inactive(DataViewSchema.Column column) =>
        new(nameof(column), $"The column '{column.Name}' is not active: it was not asked for when the row or cursor was made.");
}
