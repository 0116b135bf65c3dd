using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Nothing is read or computed before it is asked for.</summary>
internal static class LazinessProperties
{
    public static void Making_a_view_or_a_mapper_reads_nothing(ConformanceSubject subject)
    {
        var input = Cells.View();
        var transformer = subject.Transformer();
        transformer.GetOutputSchema(input.Schema);
        Assert.Equal(input.GetRowCount(), transformer.Transform(input).GetRowCount());
        if (transformer.IsRowToRowMapper) transformer.GetRowToRowMapper(input.Schema);
        Assert.Empty(input.Requests);
        Assert.All(input.Columns, column => Assert.Equal(0, column.Reads));
    }

    public static void A_new_cursor_stands_before_the_first_row_of_its_input(ConformanceSubject subject)
    {
        var input = Cells.View();
        var view = subject.Transformer().Transform(input);
        view.GetRowCursor(view.Schema).Dispose();
        foreach (var cursor in view.GetRowCursorSet(view.Schema, 2)) cursor.Dispose();
        Assert.Equal(0, input.Visited);
        Assert.Equal(0, input.Open);
    }

    public static void A_reader_of_other_columns_reads_no_counts(ConformanceSubject subject)
    {
        var input = Cells.View();
        var view = subject.Transformer().Transform(input);
        Assert.Equal(RowValues.Of(Cells.View(), "Name", "Tags").Select(row => row.Columns), RowValues.Of(view, "Name", "Tags")
            .Select(row => row.Columns));
        Assert.Equal(["Name", "Tags"], Assert.Single(input.Requests));
        Assert.Equal((0, 0), (input[Cells.Counts].Reads, input["Weight"].Reads));
    }

    public static void A_reader_of_no_column_gets_all_rows(ConformanceSubject subject)
    {
        var input = Cells.View();
        using var cursor = subject.Transformer().Transform(input).GetRowCursor([]);
        Assert.Equal(RowValues.Of(Cells.View(), "Name").Select(row => (row.Id, row.Position)),
            RowValues.Of(cursor).Select(row => (row.Id, row.Position)));
        Assert.Empty(Assert.Single(input.Requests));
    }

    public static void Only_columns_that_are_needed_are_asked_of_the_input(ConformanceSubject subject)
    {
        foreach (var asked in new string[][] { [.. subject.Outputs], [subject.Outputs[^1]], [subject.Outputs[0], "Weight"],
            [subject.Outputs[0], Cells.Counts] })
        {
            var input = Cells.View();
            RowValues.Of(subject.Transformer().Transform(input), asked);
            var needed = asked.Except(subject.Outputs).Append(Cells.Counts).Distinct().Order();
            Assert.Equal(needed, input.Requests.SelectMany(request => request).Distinct().Order());
            Assert.All(input.Columns.Where(column => !needed.Contains(column.Name)), column => Assert.Equal(0, column.Reads));
        }
    }

    public static void Columns_are_active_where_they_were_asked_for(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        foreach (var asked in new string[][] { ["Name", "Group"], [subject.Outputs[^1]], [subject.Outputs[0], "Weight"], [] })
        {
            using var cursor = view.GetRowCursor(asked.Select(name => view.Schema[name]));
            foreach (var column in view.Schema)
            {
                Assert.True(asked.Contains(column.Name) == cursor.IsColumnActive(column),
                    $"{column.Name} is wrongly {(cursor.IsColumnActive(column) ? "active" : "inactive")}");
                if (asked.Contains(column.Name)) continue;
                var error = Record.Exception(() => RowValues.Reader(cursor, column));
                Assert.True(error is ArgumentOutOfRangeException or InvalidOperationException,
                    $"an inactive column's getter gave {error?.GetType().Name ?? "a value"}");
                Assert.Contains(column.Name, error!.Message);
            }
        }
    }
}
