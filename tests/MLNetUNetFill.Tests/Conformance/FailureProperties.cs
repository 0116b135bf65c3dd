using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Inputs that fail: their error comes through as it is, nothing stays open, and the next reader starts afresh.</summary>
internal static class FailureProperties
{
    public static void An_input_that_fails_on_its_way_is_reported_as_it_is(ConformanceSubject subject)
    {
        var failure = new IOException("the disk is gone");
        foreach (var at in new[] { 1, 3, Cells.Rows.Count })
        {
            var fails = true;
            var input = Cells.View(onVisit: visit =>
            {
                if (fails && visit == at) throw failure;
            });
            var view = subject.Transformer().Transform(input);
            Assert.Same(failure, Assert.Throws<IOException>(() => RowValues.Of(view)));
            Assert.Equal(0, input.Open);
            fails = false;
            Same.Rows(subject, RowValues.Of(subject.Transformer().Transform(Cells.View())), RowValues.Of(view));
        }
    }

    public static void A_column_that_fails_is_reported_as_it_is(ConformanceSubject subject)
    {
        var failure = new FormatException("no number");
        var counts = Cells.View()[Cells.Counts];
        // A value that cannot be had, and one whose getter cannot.
        Check(ProbeColumn.Scalar("Broken", NumberDataViewType.Double, row => row == 2 ? throw failure : 1.0));
        Check(ProbeColumn.WithoutGetter("Broken", NumberDataViewType.Double, () => throw failure));

        void Check(ProbeColumn broken)
        {
            var input = new ProbeView([broken, counts], Cells.Rows.Count);
            var view = subject.Transformer().Transform(input);
            Assert.Same(failure, Assert.Throws<FormatException>(() => RowValues.Of(view)));
            Assert.Equal(0, input.Open);
            Same.Rows(subject, RowValues.Of(subject.Transformer().Transform(Cells.View()), subject.Outputs[0]),
                RowValues.Of(view, subject.Outputs[0]));
        }
    }

    public static void A_cursor_that_failed_stands_on_no_row(ConformanceSubject subject)
    {
        var input = Cells.View(onVisit: visit =>
        {
            if (visit == Cells.Rows.Count - 1) throw new IOException("the disk is gone");
        });
        var view = subject.Transformer().Transform(input);
        using var cursor = view.GetRowCursor([view.Schema[subject.Outputs[0]]]);
        var read = RowValues.Reader(cursor);
        Assert.Throws<IOException>(() =>
        {
            while (cursor.MoveNext()) read();
        });
        // Whoever goes on all the same may be served what its row holds, but no row of before.
        var position = cursor.Position;
        if (position < 0) Assert.ThrowsAny<InvalidOperationException>(() => read());
        else Assert.Equal(position, (long)read().Id.Low);
    }
}
