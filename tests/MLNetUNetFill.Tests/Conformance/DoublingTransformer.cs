using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The transformer of a <see cref="DoublingEstimator"/>.</summary>
internal sealed class DoublingTransformer(Defect defect) : ITransformer, IDisposable
{
    private bool _isDisposed;
    private int _draws;

    public Defect Defect => defect;

    public bool IsRowToRowMapper => true;

    /// <summary>Where <see cref="Defect.SharesItsBufferAmongCursors"/> doubles.</summary>
    public float[] Scratch { get; } = new float[Cells.GeneNames.Count];

    public static ArgumentOutOfRangeException Missing(Defect defect) =>
        new("schema", defect == Defect.NamesNoColumn ? "A column is missing." : $"Could not find input column '{Cells.Counts}'.");

    public static ArgumentOutOfRangeException Mismatch(Defect defect, string found) => new("schema", defect == Defect.NamesNoColumn
        ? "Wrong type." : $"Schema mismatch for input column '{Cells.Counts}': expected known-size vector of Single, got {found}.");

    public static void CheckCounts(in VBuffer<float> counts, long row)
    {
        if (counts.Length != Cells.GeneNames.Count)
            throw new InvalidOperationException($"Column '{Cells.Counts}', row {row + 1}: found {counts.Length} genes; "
                + $"expected the column's {Cells.GeneNames.Count}.");
        foreach (var (slot, value) in counts.Items())
            if (!(value >= 0 && float.IsFinite(value)))
                throw new InvalidOperationException($"Column '{Cells.Counts}', row {row + 1}, slot {slot + 1}: found {value}; "
                    + "expected a count.");
    }

    public DataViewSchema.Column Find(DataViewSchema schema)
    {
        var column = schema.GetColumnOrNull(Cells.Counts) ?? throw Missing(defect);
        if (defect == Defect.ReadsTheFirstColumnOfThatName) column = schema.First(candidate => candidate.Name == Cells.Counts);
        if (defect == Defect.TakesAnyColumn || column.Type is VectorDataViewType { IsKnownSize: true } vector
            && vector.ItemType == NumberDataViewType.Single) return column;
        throw Mismatch(defect, $"{column.Type}");
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        if (defect != Defect.TakesNull) ArgumentNullException.ThrowIfNull(inputSchema);
        Find(inputSchema);
        var schema = new DataViewSchema.Builder();
        if (defect == Defect.LosesAnnotations) foreach (var column in inputSchema) schema.AddColumn(column.Name, column.Type);
        else schema.AddColumns(inputSchema);
        schema.AddColumn("Filled", Cells.CountsType, defect == Defect.KeepsNoSlotNames ? null : Cells.SlotNames(Cells.GeneNames));
        return schema.ToSchema();
    }

    public IDataView Transform(IDataView input)
    {
        if (defect != Defect.TakesNull) ArgumentNullException.ThrowIfNull(input);
        var view = new DoublingView(this, input, SchemaOfRows(input.Schema));
        if (defect == Defect.RunsInTransform) RowValues.Of(input, Cells.Counts);
        return view;
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new DoublingMapper(this, inputSchema, SchemaOfRows(inputSchema));
    }

    /// <summary>0 but for <see cref="Defect.DrawsAnewForEachCursor"/>.</summary>
    public float Noise() => defect == Defect.DrawsAnewForEachCursor ? Interlocked.Increment(ref _draws) : 0;

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException("There is no model to save.");

    public void ThrowIfDisposed()
    {
        if (defect != Defect.ForgetsThatItIsDisposed) ObjectDisposedException.ThrowIf(_isDisposed, this);
    }

    public void Dispose()
    {
        if (defect == Defect.CannotBeDisposedTwice) ThrowIfDisposed();
        _isDisposed = true;
    }

    private DataViewSchema SchemaOfRows(DataViewSchema inputSchema) =>
        (defect == Defect.HasTwoSchemas ? new DoublingTransformer(Defect.KeepsNoSlotNames) : this).GetOutputSchema(inputSchema);
}
