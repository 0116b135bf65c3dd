using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Cursor sets: every row once, whatever their number.</summary>
internal static class CursorSetProperties
{
    public static void The_cursors_of_a_set_share_all_rows(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        // 0 and -1: the caller has no recommendation.
        foreach (var count in new[] { 1, 2, 4, 0, -1 })
            foreach (var random in new[] { null, new Random(3) })
                Same.RowsById(subject, expected, ReadInTurn(view.GetRowCursorSet(view.Schema, count, random)).SelectMany(rows => rows));
    }

    public static void A_set_of_other_columns_shares_all_rows(ConformanceSubject subject)
    {
        var input = Cells.View();
        var view = subject.Transformer().Transform(input);
        Same.RowsById(subject, RowValues.Of(Cells.View(), "Name"), ReadInTurn(view.GetRowCursorSet([view.Schema["Name"]], 3))
            .SelectMany(rows => rows));
        Assert.Equal(0, input[Cells.Counts].Reads);
        Assert.Equal(0, input.Open);
    }

    public static void Batches_restore_the_order_of_a_set(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var parts = ReadInTurn(view.GetRowCursorSet(view.Schema, 4));
        foreach (var part in parts)
        {
            Assert.Equal(part.Select(row => row.Batch).Order(), part.Select(row => row.Batch));
            Assert.Equal(Enumerable.Range(0, part.Count).Select(position => (long)position), part.Select(row => row.Position));
        }
        var batches = parts.SelectMany(part => part.Select(row => row.Batch).Distinct()).ToArray();
        Assert.Equal(batches.Distinct().Count(), batches.Length);
        Same.Rows(subject, RowValues.Of(view), [.. parts.SelectMany(part => part).OrderBy(row => row.Batch)]);
    }

    /// <summary>A row of each cursor in turn, until all are through.</summary>
    private static List<RowValues>[] ReadInTurn(DataViewRowCursor[] cursors)
    {
        var readers = cursors.Select(RowValues.Reader).ToArray();
        var rows = cursors.Select(_ => new List<RowValues>()).ToArray();
        var open = Enumerable.Range(0, cursors.Length).ToList();
        while (open.Count > 0)
            foreach (var i in open.ToArray())
                if (cursors[i].MoveNext()) rows[i].Add(readers[i]());
                else open.Remove(i);
        foreach (var cursor in cursors) cursor.Dispose();
        return rows;
    }
}
