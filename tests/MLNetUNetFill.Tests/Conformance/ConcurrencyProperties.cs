namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Several threads at once.</summary>
internal static class ConcurrencyProperties
{
    private const int Threads = 4;

    public static void Threads_may_transform_at_once(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        var expected = RowValues.Of(transformer.Transform(Cells.View()));
        Assert.All(AtOnce(_ => RowValues.Of(transformer.Transform(Cells.View()))), rows => Same.Rows(subject, expected, rows));
    }

    public static void Threads_may_read_one_view_at_once(ConformanceSubject subject)
    {
        var expected = RowValues.Of(subject.Transformer().Transform(Cells.View()));
        var view = subject.Transformer().Transform(Cells.View());
        Assert.All(AtOnce(thread => RowValues.Of(view, new Random(thread))), rows => Same.RowsById(subject, expected, rows));
    }

    public static void Threads_may_share_a_cursor_set(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var cursors = view.GetRowCursorSet(RowValues.Needed(view), Threads);
        var rows = AtOnce(thread => thread < cursors.Length ? RowValues.Of(cursors[thread]) : []).SelectMany(part => part);
        Same.RowsById(subject, RowValues.Of(view), rows);
    }

    /// <summary>Starts all threads together; their first error is the test's.</summary>
    public static T[] AtOnce<T>(Func<int, T> work)
    {
        using var start = new Barrier(Threads);
        var results = new T[Threads];
        var errors = new Exception?[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            errors[i] = Record.Exception(() => { results[i] = work(i); });
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.All(errors, error => Assert.Null(error));
        return results;
    }
}
