using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Before the first row, after the last, and getters of another type.</summary>
internal static class CursorStateProperties
{
    public static void Off_its_rows_a_cursor_has_position_minus_one_and_gives_no_value(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        foreach (var columns in new[] { RowValues.Needed(view), RowValues.Needed(view, "Name", "Tags"),
            RowValues.Needed(view, subject.Outputs[^1]) })
        {
            using var cursor = view.GetRowCursor(columns);
            var id = cursor.GetIdGetter();
            var getters = columns.Select(column => RowValues.Reader(cursor, column)).ToArray();
            AssertOff();
            for (var row = 0; row < Cells.Rows.Count; row++)
            {
                Assert.True(cursor.MoveNext());
                Assert.Equal(row, cursor.Position);
            }
            foreach (var getter in getters) getter();
            for (var again = 0; again < 3; again++)
            {
                Assert.False(cursor.MoveNext());
                AssertOff();
            }

            void AssertOff()
            {
                Assert.Equal(-1, cursor.Position);
                Assert.All(getters, getter => Assert.ThrowsAny<InvalidOperationException>(() => getter()));
                Assert.ThrowsAny<InvalidOperationException>(() => { DataViewRowId value = default; id(ref value); });
            }
        }
    }

    public static void A_getter_of_another_type_is_refused(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        using var cursor = view.GetRowCursor(view.Schema);
        foreach (var column in view.Schema)
        {
            var error = Assert.ThrowsAny<InvalidOperationException>(() => cursor.GetGetter<TimeSpan>(column));
            Assert.Contains(column.Type.RawType.ToString(), error.Message);
        }
        foreach (var output in subject.Outputs)
        {
            Assert.ThrowsAny<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema[output]));
            Assert.ThrowsAny<InvalidOperationException>(() => cursor.GetGetter<float[]>(view.Schema[output]));
            Assert.ThrowsAny<InvalidOperationException>(() => cursor.GetGetter<VBuffer<double>>(view.Schema[output]));
        }
    }

    public static void A_column_of_another_schema_is_refused(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(view.Schema);
        builder.AddColumn("Other", NumberDataViewType.Single);
        var foreign = builder.ToSchema()["Other"];

        Refuses(() => view.GetRowCursor([foreign]));
        Refuses(() => view.GetRowCursorSet([foreign], 2));
        foreach (var columns in new[] { RowValues.Needed(view), RowValues.Needed(view, "Name") })
        {
            using var cursor = view.GetRowCursor(columns);
            Refuses(() => cursor.GetGetter<float>(foreign));
            Refuses(() => Assert.False(cursor.IsColumnActive(foreign)), orGivesIn: true);
        }

        static void Refuses(Action action, bool orGivesIn = false)
        {
            var error = Record.Exception(action);
            Assert.True(error is ArgumentException || (orGivesIn && error is null),
                $"expected an ArgumentException, got {error?.ToString() ?? "none"}");
        }
    }
}
