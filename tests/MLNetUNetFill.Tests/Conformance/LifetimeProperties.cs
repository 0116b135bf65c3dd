using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Cursors, transformers and prediction engines that are disposed: twice, early, or under their readers.</summary>
internal static class LifetimeProperties
{
    public static void A_disposed_cursor_has_no_rows_and_has_closed_its_input(ConformanceSubject subject)
    {
        foreach (var columns in new string[][] { [], ["Name"], [.. subject.Outputs] })
            foreach (var rows in new[] { 0, 5 })
            {
                var input = Cells.View();
                var view = subject.Transformer().Transform(input);
                var cursor = view.GetRowCursor(RowValues.Needed(view, columns));
                var read = RowValues.Reader(cursor);
                for (var row = 0; row < rows; row++)
                {
                    Assert.True(cursor.MoveNext());
                    read();
                }
                cursor.Dispose();
                Assert.Equal(0, input.Open);
                cursor.Dispose();
                Assert.Equal(0, input.Open);
                var error = Record.Exception(() => Assert.False(cursor.MoveNext(), "a disposed cursor moved on"));
                Assert.True(error is null or ObjectDisposedException, $"{error}");
                Assert.ThrowsAny<InvalidOperationException>(() => read());
            }
    }

    public static void A_cursor_that_is_read_to_its_end_leaves_nothing_open(ConformanceSubject subject)
    {
        var input = Cells.View();
        RowValues.Of(subject.Transformer().Transform(input));
        RowValues.Of(subject.Transformer().Transform(input), "Name");
        Assert.Equal(0, input.Open);
    }

    public static void A_transformer_may_be_disposed_twice_and_then_says_so(ConformanceSubject subject)
    {
        var transformer = subject.Disposable();
        var view = transformer.Transform(Cells.View());
        if (transformer is not IDisposable disposable) return;
        disposable.Dispose();
        disposable.Dispose();
        Assert.Throws<ObjectDisposedException>(() => RowValues.Of(view, subject.Outputs[0]));
        Assert.Throws<ObjectDisposedException>(() => RowValues.Of(transformer.Transform(Cells.View()), subject.Outputs[0]));
        if (transformer.IsRowToRowMapper) Assert.Throws<ObjectDisposedException>(() =>
            MapperProperties.ReadRows(transformer, Cells.View()));
    }

    public static void A_transformer_disposed_under_its_reader_says_so(ConformanceSubject subject)
    {
        var expected = RowValues.Of(subject.Transformer().Transform(Cells.View()), subject.Outputs[0]);
        foreach (var rows in new[] { 0, 2, 4 })
        {
            if (subject.Disposable() is not (IDisposable disposable and ITransformer transformer)) return;
            var view = transformer.Transform(Cells.View());
            using var cursor = view.GetRowCursor([view.Schema[subject.Outputs[0]]]);
            var read = RowValues.Reader(cursor);
            Assert.Throws<ObjectDisposedException>(() =>
            {
                for (var row = 0; cursor.MoveNext(); row++)
                {
                    if (row == rows) disposable.Dispose();
                    // What was scored before may still be handed out.
                    Same.Row(subject, expected[row], read());
                }
            });
        }
    }

    public static void A_transformer_may_be_disposed_while_other_threads_score(ConformanceSubject subject)
    {
        for (var round = 0; round < 2; round++)
        {
            if (subject.Disposable() is not (IDisposable disposable and ITransformer transformer)) return;
            var view = transformer.Transform(Cells.View());
            var reads = 0;
            ConcurrencyProperties.AtOnce(thread =>
            {
                if (thread == 0)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref reads) > 2, TimeSpan.FromSeconds(10));
                    disposable.Dispose();
                    return 0;
                }
                var (clock, limit) = (Stopwatch.StartNew(), TimeSpan.FromMinutes(1)); // so that a failure ends, too
                Action read = () =>
                {
                    for (; clock.Elapsed < limit; Interlocked.Increment(ref reads)) RowValues.Of(view, subject.Outputs[0]);
                };
                Assert.Throws<ObjectDisposedException>(read);
                return 0;
            });
        }
    }

    public static void A_prediction_engine_disposes_what_it_was_made_of(ConformanceSubject subject)
    {
        var transformer = subject.Disposable();
        if (!transformer.IsRowToRowMapper || transformer is not IDisposable) return;
        var context = new MLContext(1);
        var chain = new TransformerChain<ITransformer>(context.Transforms.CopyColumns("Copy", Cells.Counts).Fit(Cells.View()), transformer);
        var engine = MapperProperties.Engine(chain, subject);
        engine.Predict(new() { Counts = Cells.Rows[0] });
        engine.Dispose();
        engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => RowValues.Of(transformer.Transform(Cells.View()), subject.Outputs[0]));
    }
}
