using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Expression;
using MLNetUNetFill.Onnx;

namespace MLNetUNetFill.Scoring;

/// <summary>What the rows and cursors that serve the filled column share: counts in, filled values out.</summary>
internal static class FilledValues
{
    /// <summary>Checks one cell's counts and writes them out in full.</summary>
    /// <param name="counts">Dense or sparse counts of all genes.</param>
    /// <param name="destination">One slot a gene.</param>
    /// <param name="columnName">Name of the column, for the message.</param>
    /// <param name="row">0-based row, for the message.</param>
    /// <exception cref="GapFillException">The row has another number of genes, or a value is negative, NaN or infinite.</exception>
    public static void ReadCounts(in VBuffer<float> counts, Span<float> destination, string columnName, long row)
    {
        if (counts.Length != destination.Length)
            throw new GapFillException($"Column '{columnName}', row {row + 1}: found {counts.Length} genes; expected the model's {destination.Length}.");
        CountsColumn.CheckCounts(counts, columnName, destination.Length, row);
        counts.CopyTo(destination);
    }

    /// <summary>Hands out one cell's filled values as a dense vector.</summary>
    public static void Write(ReadOnlySpan<float> filled, ref VBuffer<float> destination)
    {
        var editor = VBufferEditor.Create(ref destination, filled.Length);
        filled.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Whether the vectors of an output are handed out sparse: the filled column where the policy leaves most zeros zero.</summary>
    public static bool AreSparse(GapFillModelFile model, string output) => model.Policy.Kind == FillPolicyKind.Threshold && output == model.OutputName;

    /// <summary>Hands out one cell's filled values as a sparse vector, dense only where no value is zero.</summary>
    public static void WriteSparse(ReadOnlySpan<float> filled, ref VBuffer<float> destination)
    {
        var count = filled.Length - filled.Count(0f);
        if (count == filled.Length)
        {
            Write(filled, ref destination);
            return;
        }
        var editor = VBufferEditor.Create(ref destination, filled.Length, count);
        for (var (gene, at) = (0, 0); at < count; gene++)
        {
            if (filled[gene] == 0) continue;
            (editor.Indices[at], editor.Values[at]) = (gene, filled[gene]);
            at++;
        }
        destination = editor.Commit();
    }

    /// <summary>Which columns of a schema a cursor is asked for, by index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is not of the schema.</exception>
    public static bool[] Active(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            if (column.Index >= active.Length)
                throw new ArgumentOutOfRangeException(nameof(columnsNeeded), $"The column '{column.Name}' is not of this schema: found index {column.Index}; expected less than {active.Length}.");
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>A getter under the type that the caller asked for.</summary>
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{column.Type.RawType}' of column '{column.Name}'.");

    /// <summary>What asking for a column that is not active gives.</summary>
    public static ArgumentOutOfRangeException Inactive(DataViewSchema.Column column) =>
        new(nameof(column), $"The column '{column.Name}' is not active: it was not asked for when the row or cursor was made.");
}
