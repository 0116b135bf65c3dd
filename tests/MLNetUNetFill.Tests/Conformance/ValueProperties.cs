using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Vectors: how they are stored does not matter, and who owns them does.</summary>
internal static class ValueProperties
{
    public static void Sparse_and_dense_counts_give_the_same(ConformanceSubject subject)
    {
        var expected = RowValues.Of(subject.Transformer().Transform(Cells.View()));
        foreach (var counts in new[] { Cells.AllDense(), Cells.AllSparse(), Cells.Shared(Cells.Rows) })
            Same.Rows(subject, expected, RowValues.Of(subject.Transformer().Transform(Cells.View(counts))));
    }

    public static void The_input_is_never_written_to(ConformanceSubject subject)
    {
        float[][] rows = [.. Cells.Rows.Select(row => (float[])row.Clone())];
        var transformer = subject.Transformer();
        RowValues.Of(transformer.Transform(Cells.View(Cells.Shared(rows))), [.. subject.Outputs]);
        if (transformer.IsRowToRowMapper) MapperProperties.ReadRows(transformer, Cells.View(Cells.Shared(rows)));
        Assert.Equal(Cells.Rows, rows);
    }

    public static void A_reader_may_write_to_what_it_got(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        foreach (var name in subject.Outputs.Append(Cells.Counts))
        {
            using var cursor = view.GetRowCursor([view.Schema[name]]);
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[name]);
            VBuffer<float> first = default, second = default;
            for (var row = 0; cursor.MoveNext(); row++)
            {
                getter(ref first);
                VBufferEditor.CreateFromBuffer(ref first).Values.Fill(-1);
                getter(ref second);
                Same.Row(subject, expected[row], Only(name, second));
                VBufferEditor.CreateFromBuffer(ref second).Values.Fill(-2);
            }
        }
        Same.Rows(subject, expected, RowValues.Of(view));
    }

    public static void A_reader_keeps_what_it_got_while_the_cursor_moves_on(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        foreach (var name in subject.Outputs.Append(Cells.Counts))
        {
            var kept = new VBuffer<float>[expected.Length];
            using (var cursor = view.GetRowCursor([view.Schema[name]]))
            {
                var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[name]);
                for (var row = 0; cursor.MoveNext(); row++) getter(ref kept[row]);
            }
            for (var row = 0; row < kept.Length; row++) Same.Row(subject, expected[row], Only(name, kept[row]));
        }
    }

    public static void What_a_buffer_held_before_does_not_matter(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var expected = RowValues.Of(view);
        foreach (var output in subject.Outputs)
        {
            using var cursor = view.GetRowCursor([view.Schema[output]]);
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[output]);
            for (var row = 0; cursor.MoveNext(); row++)
            {
                var buffer = (row % 3) switch
                {
                    0 => new VBuffer<float>(500, 2, [7, 8], [3, 400]),
                    1 => new VBuffer<float>(2, [7, 8]),
                    _ => new VBuffer<float>(0, []),
                };
                getter(ref buffer);
                Same.Row(subject, expected[row], Only(output, buffer));
            }
        }
    }

    public static void Values_are_finite_and_not_negative(ConformanceSubject subject)
    {
        foreach (var row in RowValues.Of(subject.Transformer().Transform(Cells.View()), [.. subject.Outputs]))
            foreach (var output in subject.Outputs)
                Assert.All(row.Floats(output), value =>
                    Assert.True(value >= 0 && float.IsFinite(value), $"row {row.Id.Low}, column {output}: {value}"));
    }

    private static RowValues Only(string column, in VBuffer<float> value) =>
        new(default, 0, 0, new Dictionary<string, object> { [column] = value.DenseValues().ToArray() });
}
