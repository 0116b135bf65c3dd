namespace MLNetUNetFill.Tests.Conformance;

/// <summary>What one cursor gives, and that the next gives it again.</summary>
internal static class CursorProperties
{
    public static void Rows_keep_their_id_position_batch_and_columns(ConformanceSubject subject)
    {
        var expected = RowValues.Of(Cells.View());
        foreach (var columns in new string[][] { [], ["Name", Cells.Counts, "Group", "Weight", "Tags"] })
        {
            var actual = RowValues.Of(subject.Transformer().Transform(Cells.View()), columns);
            Assert.Equal(expected.Select(row => (row.Id, row.Position, row.Batch)),
                actual.Select(row => (row.Id, row.Position, row.Batch)));
            foreach (var (before, after) in expected.Zip(actual))
                foreach (var (name, value) in before.Columns)
                    Assert.Equal(value, after.Columns[name]);
        }
    }

    public static void Cursors_one_after_the_other_give_the_same(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        Same.Rows(subject, RowValues.Of(view), RowValues.Of(view));
        Same.Rows(subject, RowValues.Of(view), RowValues.Of(subject.Transformer().Transform(Cells.View())));
    }

    public static void Interleaved_cursors_do_not_disturb_each_other(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        using var first = view.GetRowCursor(view.Schema);
        using var second = view.GetRowCursor(view.Schema);
        var (readFirst, readSecond) = (RowValues.Reader(first), RowValues.Reader(second));
        for (var i = 0; i < expected.Length; i++)
        {
            // The second runs ahead, so that the two never stand on the same row.
            for (var steps = i == 0 ? 3 : 1; steps > 0; steps--) Assert.Equal(i + 3 - steps < expected.Length, second.MoveNext());
            Assert.True(first.MoveNext());
            Same.Row(subject, expected[i], readFirst());
            if (i + 2 < expected.Length) Same.Row(subject, expected[i + 2], readSecond());
            Same.Row(subject, expected[i], readFirst());
        }
    }

    public static void Each_output_alone_is_what_it_is_among_the_others(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        foreach (var output in subject.Outputs) Same.Rows(subject, expected, RowValues.Of(view, output));
    }

    public static void Rows_may_be_skipped_and_getters_made_late(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        using var cursor = view.GetRowCursor(RowValues.Needed(view));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(cursor.MoveNext());
            if (i % 3 == 2) Same.Row(subject, expected[i], RowValues.Reader(cursor)());
        }
    }

    public static void Shuffled_rows_keep_their_values(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        Assert.True(view.CanShuffle);
        // Read shuffled first: what is computed must not depend on the order of the first reader.
        var shuffled = Enumerable.Range(1, 3).Select(seed => RowValues.Of(subject.Transformer().Transform(Cells.View()), new Random(seed)))
            .ToArray();
        Assert.All(shuffled, rows => Same.RowsById(subject, expected, rows));
        Assert.All(shuffled, rows => Assert.Equal(expected.Select(row => row.Position), rows.Select(row => row.Position)));
        Assert.Contains(shuffled, rows => !rows.Select(row => row.Id).SequenceEqual(expected.Select(row => row.Id)));
        Same.RowsById(subject, expected, RowValues.Of(view, new Random(1), subject.Outputs[0], "Name"));
    }

    public static void A_view_that_cannot_shuffle_says_so_and_keeps_its_order(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View(canShuffle: false));
        Assert.False(view.CanShuffle);
        Same.Rows(subject, RowValues.Of(view), RowValues.Of(view, new Random(1)));
    }

    public static void No_rows_give_no_rows(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View(rows: 0));
        Assert.Empty(RowValues.Of(view));
        Assert.Empty(RowValues.Of(view, "Name"));
        Assert.Equal(0, view.GetRowCount() ?? 0);
        foreach (var cursor in view.GetRowCursorSet(view.Schema, 4)) Assert.Empty(RowValues.Of(cursor));
    }
}
