using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The row mapper of a <see cref="DoublingTransformer"/>.</summary>
internal sealed class DoublingMapper(DoublingTransformer transformer, DataViewSchema inputSchema, DataViewSchema outputSchema)
    : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema => outputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        return transformer.Defect == Defect.RowsNeedEverything ? inputSchema
            : dependingColumns.Select(column => column.Index < inputSchema.Count ? inputSchema[column.Index]
            : transformer.Find(inputSchema))
                .DistinctBy(column => column.Index).ToArray();
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != inputSchema && transformer.Defect != Defect.MapsAnyRow) throw new ArgumentException("Another schema.",
            nameof(input));
        return new Row(transformer, input, outputSchema, activeColumns.Any(column => column.Index == inputSchema.Count));
    }

    private sealed class Row(DoublingTransformer transformer, DataViewRow input, DataViewSchema schema, bool isFilledActive) : DataViewRow
    {
        private readonly DoublingValues _values = new(transformer, input, schema);

        public override DataViewSchema Schema => schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            column.Index == input.Schema.Count ? isFilledActive : input.IsColumnActive(input.Schema[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column)) throw new ArgumentOutOfRangeException(nameof(column),
                $"The column '{column.Name}' is not active.");
            var getter = _values.GetGetter<TValue>(column);
            return transformer.Defect != Defect.RowsDifferFromCursors || typeof(TValue) != typeof(VBuffer<float>) ? getter
                : (ref TValue value) =>
            {
                getter(ref value);
                if (value is VBuffer<float> vector) VBufferEditor.CreateFromBuffer(ref vector).Values[0] = 17;
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }
}
