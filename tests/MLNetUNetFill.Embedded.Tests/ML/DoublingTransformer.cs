using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

/// <summary>
/// A transformer of a foreign assembly, with only the public interfaces at hand: appends Doubled, twice the column Size. As a part of a
/// saved chain it puts a copy of Size in its place.
/// </summary>
internal sealed class DoublingTransformer : ITransformer, IDisposable
{
    internal bool IsDisposed { get; private set; }

    public bool IsRowToRowMapper => true;

    public void Dispose() => IsDisposed = true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(inputSchema);
        schema.AddColumn("Doubled", NumberDataViewType.Single);
        return schema.ToSchema();
    }

    public IDataView Transform(IDataView input) => new View(input, new Mapper(input.Schema, GetOutputSchema(input.Schema)));

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, GetOutputSchema(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var transforms = new MLContext().Transforms;
        ICanSaveModel inner = transforms.CopyColumns("Doubled", "Size").Fit(TestRows.Load(new MLContext()));
        inner.Save(ctx);
    }

    private sealed class Mapper(DataViewSchema input, DataViewSchema output) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => input;

        public DataViewSchema OutputSchema => output;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        {
            var indices = dependingColumns.Select(column => column.Index < input.Count ? column.Index : input["Size"].Index).ToHashSet();
            return input.Where(column => indices.Contains(column.Index));
        }

        public DataViewRow GetRow(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(row, output);
    }

    private sealed class Row(DataViewRow input, DataViewSchema schema) : DataViewRow
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => Columns.IsActive(input, column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Columns.GetGetter<TValue>(input, column);

        protected override void Dispose(bool disposing) => input.Dispose();
    }

    private sealed class View(IDataView input, Mapper mapper) : IDataView
    {
        public bool CanShuffle => input.CanShuffle;

        public DataViewSchema Schema => mapper.OutputSchema;

        public long? GetRowCount() => input.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(input.GetRowCursor(mapper.GetDependencies(columnsNeeded), rand), Schema);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema schema) : DataViewRowCursor
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => Columns.IsActive(input, column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Columns.GetGetter<TValue>(input, column);

        protected override void Dispose(bool disposing) => input.Dispose();
    }

    private static class Columns
    {
        internal static bool IsActive(DataViewRow input, DataViewSchema.Column column) =>
            input.IsColumnActive(column.Index < input.Schema.Count ? input.Schema[column.Index] : input.Schema["Size"]);

        internal static ValueGetter<TValue> GetGetter<TValue>(DataViewRow input, DataViewSchema.Column column)
        {
            if (column.Index < input.Schema.Count)
                return input.GetGetter<TValue>(input.Schema[column.Index]);
            var getter = input.GetGetter<float>(input.Schema["Size"]);
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<float>)((ref float value) =>
            {
                getter(ref value);
                value *= 2;
            });
        }
    }
}
