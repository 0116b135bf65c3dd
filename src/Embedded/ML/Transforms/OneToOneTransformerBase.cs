namespace Microsoft.ML.Data;

/// <summary>A transformer that makes each output column from one input column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(params InputOutputColumnPair[] columns)
    {
        ColumnPairs = columns ?? throw new ArgumentNullException(nameof(columns));
        var twice = columns.GroupBy(pair => pair.OutputColumnName).FirstOrDefault(names => names.Skip(1).Any());
        if (twice != null)
            throw new ArgumentOutOfRangeException(nameof(columns), $"Name of the result column '{twice.Key}' specified multiple times");
    }

    internal InputOutputColumnPair[] ColumnPairs { get; }

    private protected static InputOutputColumnPair[] LoadColumns(ModelLoadContext context)
    {
        var pairs = new InputOutputColumnPair[context.Reader.ReadInt32()];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = new(context.Reader.ReadString(), context.Reader.ReadString());
        return pairs;
    }

    private protected void SaveColumns(BinaryWriter writer)
    {
        writer.Write(ColumnPairs.Length);
        foreach (var pair in ColumnPairs)
        {
            writer.Write(pair.OutputColumnName);
            writer.Write(pair.InputColumnName);
        }
    }

    /// <summary>Checks an input column and describes the output column made from it.</summary>
    private protected abstract DataViewSchema.DetachedColumn MakeColumn(int pair, DataViewSchema.Column input);

    /// <summary>The getter of an output column over the rows that hold the input column.</summary>
    private protected abstract Delegate MakeGetter(int pair, DataViewRow row, DataViewSchema.Column input);

    private protected override RowMapper MakeRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    private sealed class Mapper(OneToOneTransformerBase parent, DataViewSchema inputSchema) : RowMapper
    {
        private readonly DataViewSchema.Column[] _inputs = Array.ConvertAll(parent.ColumnPairs, pair =>
            inputSchema.GetColumnOrNull(pair.InputColumnName)
            ?? throw SchemaErrors.Missing(nameof(inputSchema), "input", pair.InputColumnName));

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. _inputs.Select((input, i) => parent.MakeColumn(i, input))];

        internal override IEnumerable<int> GetDependencies(Func<int, bool> isActive) =>
            _inputs.Where((_, i) => isActive(i)).Select(input => input.Index);

        internal override Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive, out Action disposer)
        {
            disposer = null;
            return [.. _inputs.Select((column, i) => isActive(i) ? parent.MakeGetter(i, input, column) : null)];
        }
    }
}
