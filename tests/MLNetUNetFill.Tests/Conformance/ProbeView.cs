using System.Collections.Concurrent;
using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>
/// A view that is strict about ML.NET's rules and notes what is done to it: which columns are asked for and fetched, how many rows are
/// visited and which cursors are open. Cursor sets deal the rows out in turn; <c>Batch</c> is the row, from 100 on, so that it differs from
/// the position.
/// </summary>
internal sealed class ProbeView : IDataView
{
    private int _visited;
    private int _open;

    public ProbeView(IReadOnlyList<ProbeColumn> columns, int rows, bool canShuffle = true)
    {
        (Columns, Rows, CanShuffle) = (columns, rows, canShuffle);
        var schema = new DataViewSchema.Builder();
        foreach (var column in columns) schema.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = schema.ToSchema();
    }

    public IReadOnlyList<ProbeColumn> Columns { get; }

    public int Rows { get; }

    public bool CanShuffle { get; }

    public DataViewSchema Schema { get; }

    /// <summary>The columns asked for, once a cursor.</summary>
    public ConcurrentQueue<string[]> Requests { get; } = [];

    /// <summary>How often a cursor moved onto a row.</summary>
    public int Visited => Volatile.Read(ref _visited);

    /// <summary>How many cursors are not disposed.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Told after each visit how many there have been.</summary>
    public Action<int>? OnVisit { get; init; }

    public ProbeColumn this[string name] => Columns.Last(column => column.Name == name);

    public long? GetRowCount() => Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = columnsNeeded.Select(column => column.Index).ToHashSet();
        int[] order = [.. Enumerable.Range(0, Rows)];
        if (CanShuffle) rand?.Shuffle(order);
        n = Math.Max(1, n);
        return [.. Enumerable.Range(0, n)
            .Select(part => Open(active, [.. Enumerable.Range(0, Rows).Where(i => i % n == part).Select(i => (i, order[i]))]))];

        DataViewRowCursor Open(HashSet<int> active, (int, int)[] rows)
        {
            Requests.Enqueue([.. active.Order().Select(index => Columns[index].Name)]);
            Interlocked.Increment(ref _open);
            return new ProbeCursor(this, active, rows);
        }
    }

    /// <summary>Called by a cursor that stands on its next row.</summary>
    public void Visit()
    {
        var visits = Interlocked.Increment(ref _visited);
        OnVisit?.Invoke(visits);
    }

    /// <summary>Called by a cursor that is disposed.</summary>
    public void Close() => Interlocked.Decrement(ref _open);
}
