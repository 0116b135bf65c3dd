namespace Microsoft.ML.Data;

/// <summary>Adds the columns of a <see cref="RowMapper"/> to rows; the input's columns pass through.</summary>
internal sealed class RowToRowMapper : IRowToRowMapper
{
    private readonly RowMapper _mapper;

    /// <summary>For each output column the index of the input column that passes through, or the complement of the added one's.</summary>
    private readonly IReadOnlyList<int> _sources;

    internal RowToRowMapper(DataViewSchema inputSchema, RowMapper mapper)
        : this(inputSchema, mapper, mapper.GetOutputColumns(), null)
    {
    }

    private RowToRowMapper(DataViewSchema inputSchema, RowMapper mapper, DataViewSchema.DetachedColumn[] added, int[] sources)
    {
        _mapper = mapper;
        _sources = sources ?? Order(inputSchema, added);
        InputSchema = inputSchema;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_sources.Select(source => source >= 0 ? new DataViewSchema.DetachedColumn(inputSchema[source]) : added[~source]));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = dependingColumns.Select(column => _sources[column.Index]).ToHashSet();
        var passed = needed.Where(source => source >= 0);
        var inputs = _mapper.GetDependencies(added => needed.Contains(~added)).Union(passed).ToHashSet();
        return InputSchema.Where(column => inputs.Contains(column.Index));
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        CheckSchema(input, InputSchema);
        return new Row(input, MapColumns(input, activeColumns, isCursor: false));
    }

    /// <summary>A mapper that adds nothing and keeps only the input columns with these indices.</summary>
    internal static RowToRowMapper Select(DataViewSchema inputSchema, int[] kept) => new(inputSchema, new NothingAdded(), [], kept);

    internal DataViewRowCursor GetCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new Cursor(input, MapColumns(input, activeColumns, isCursor: true));

    /// <summary>A mapper is bound to one schema object: columns are looked up by index.</summary>
    internal static void CheckSchema(DataViewRow input, DataViewSchema schema)
    {
        if (input.Schema != schema)
            throw new InvalidOperationException("Schema of input row must be the same as the schema the mapper is bound to");
    }

    /// <summary>An added column goes right behind the input column of its name, which it hides, else to the end.</summary>
    private static int[] Order(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        var sources = Enumerable.Range(0, input.Count).ToList();
        for (var i = 0; i < added.Length; i++)
        {
            var hidden = sources.FindIndex(source => (source >= 0 ? input[source].Name : added[~source].Name) == added[i].Name);
            sources.Insert(hidden < 0 ? sources.Count : hidden + 1, ~i);
        }

        return [.. sources];
    }

    private MappedColumns MapColumns(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns, bool isCursor)
    {
        var active = activeColumns.Select(column => column.Index).ToHashSet();
        var added = active.Select(index => _sources[index]).ToHashSet();
        var getters = _mapper.CreateGetters(input, index => added.Contains(~index), out var disposer);
        return new(OutputSchema, _sources, isCursor ? active : null, input, getters, disposer);
    }

    private sealed class Row(DataViewRow input, MappedColumns columns) : DataViewRow
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => columns.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing) => columns.Dispose();
    }

    private sealed class Cursor(DataViewRowCursor input, MappedColumns columns) : DataViewRowCursor
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => columns.Schema;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing) => columns.Dispose();
    }

    private sealed class NothingAdded : RowMapper
    {
        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [];

        internal override IEnumerable<int> GetDependencies(Func<int, bool> isActive) => [];

        internal override Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive, out Action disposer)
        {
            disposer = null;
            return [];
        }
    }
}
