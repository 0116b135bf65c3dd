using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The estimator's token stops the work on the cells, wherever that is done: by <c>Fit</c>, or by the first reader of the output.
/// An estimator that learns nothing from the cells takes no token.</summary>
internal static class CancellationProperties
{
    public static void A_cancelled_token_stops_before_the_first_row_is_through(ConformanceSubject subject)
    {
        if (!subject.LearnsFromCells) return;
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var input = Cells.View();
        Assert.ThrowsAny<OperationCanceledException>(() => Work(subject, input, cancellation.Token));
        Assert.InRange(input.Visited, 0, 2);
        Assert.Equal(0, input.Open);
    }

    public static void A_token_cancelled_meanwhile_stops_the_work(ConformanceSubject subject)
    {
        if (!subject.LearnsFromCells) return;
        foreach (var visits in new[] { 3, Cells.Rows.Count })
        {
            using var cancellation = new CancellationTokenSource();
            var input = Cells.View(onVisit: visit =>
            {
                if (visit == visits) cancellation.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => Work(subject, input, cancellation.Token));
            Assert.InRange(input.Visited, visits, visits + 2);
            Assert.Equal(0, input.Open);
        }
    }

    /// <summary>A reader stops by reading no further: there is no other way for it, and no more is needed.</summary>
    public static void A_reader_that_stops_has_read_no_more_than_a_batch_ahead(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        if (!transformer.IsRowToRowMapper) return;
        var input = Cells.View();
        var view = transformer.Transform(input);
        using (var cursor = view.GetRowCursor([view.Schema[subject.Outputs[0]]]))
        {
            Assert.True(cursor.MoveNext());
            RowValues.Reader(cursor)();
        }
        Assert.InRange(input.Visited, 1, Cells.Rows.Count - 1);
        Assert.Equal(0, input.Open);
    }

    private static void Work(ConformanceSubject subject, IDataView input, CancellationToken token)
    {
        var transformer = subject.Estimator(token).Fit(input);
        // A transformer that was fitted in spite of the token reads the cells only now, or never.
        RowValues.Of(transformer.Transform(input), subject.Outputs[0]);
    }
}
