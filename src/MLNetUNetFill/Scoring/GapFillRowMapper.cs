using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Scoring;

/// <summary>Maps one row at a time: the input's columns and the scored ones.</summary>
internal sealed class GapFillRowMapper(DataViewSchema inputSchema, DataViewSchema outputSchema, GapFillSession session, int countsIndex)
    : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    // Schemas are compared by reference: the rows must carry this very object.
    public DataViewSchema OutputSchema => outputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        var needed = new SortedSet<int>();
        foreach (var column in dependingColumns)
            needed.Add(column.Index < inputSchema.Count ? column.Index : countsIndex);
        return needed.Select(index => inputSchema[index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != inputSchema)
            throw new ArgumentException("The row's schema is not the one that this mapper was made for.", nameof(input));
        return new GapFillRow(input, outputSchema, session, countsIndex, [.. activeColumns.Select(column => column.Index)]);
    }
}
