using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Expression;

namespace MLNetUNetFill.IO.DataViews;

/// <summary>The rows of a matrix as ML.NET sees them: values, cell name, label.</summary>
internal sealed class CountMatrixDataView : IDataView
{
    public const int ValuesIndex = 0;
    public const int BarcodeIndex = 1;

    public CountMatrixDataView(CountMatrix matrix, IReadOnlyList<string>? labels, string columnName, string barcodeColumnName, string labelColumnName)
    {
        (Matrix, Labels) = (matrix, labels);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>("SlotNames", new VectorDataViewType(TextDataViewType.Instance, matrix.GeneCount), GetSlotNames);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(columnName, new VectorDataViewType(NumberDataViewType.Single, matrix.GeneCount), annotations.ToAnnotations());
        schema.AddColumn(barcodeColumnName, TextDataViewType.Instance);
        if (labels is not null) schema.AddColumn(labelColumnName, TextDataViewType.Instance);
        Schema = schema.ToSchema();
    }

    public CountMatrix Matrix { get; }

    public IReadOnlyList<string>? Labels { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <inheritdoc/>
    public long? GetRowCount() => Matrix.CellCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded) active[column.Index] = true;
        int[]? order = null;
        if (rand is not null)
        {
            order = [.. Enumerable.Range(0, Matrix.CellCount)];
            rand.Shuffle(order);
        }

        return new CountMatrixCursor(this, active, order);
    }

    /// <summary>One cursor: reading rows from memory is never what a reader waits for.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        var editor = VBufferEditor.Create(ref value, Matrix.GeneCount);
        for (var gene = 0; gene < Matrix.GeneCount; gene++) editor.Values[gene] = Matrix.GeneNames[gene].AsMemory();
        value = editor.Commit();
    }
}
