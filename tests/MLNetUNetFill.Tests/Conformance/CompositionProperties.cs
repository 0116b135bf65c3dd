using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Under ML.NET's own operators, and on top of itself.</summary>
internal static class CompositionProperties
{
    public static void A_cached_view_gives_the_same_and_reads_its_input_once(ConformanceSubject subject)
    {
        var input = Cells.View();
        var cached = new MLContext(1).Data.Cache(subject.Transformer().Transform(input));
        var expected = RowValues.Of(subject.Transformer().Transform(Cells.View()));
        for (var again = 0; again < 3; again++) SameValues(subject, expected, RowValues.Of(cached));
        Assert.InRange(input["Name"].Reads, 1, Cells.Rows.Count);
    }

    public static void Rows_skipped_and_taken_are_the_rows_of_the_whole(ConformanceSubject subject)
    {
        var data = new MLContext(1).Data;
        var view = subject.Transformer().Transform(Cells.View());
        SameValues(subject, RowValues.Of(view)[3..8], RowValues.Of(data.TakeRows(data.SkipRows(view, 3), 5)));
    }

    public static void Twice_in_a_row_it_gives_the_same_twice(ConformanceSubject subject)
    {
        var once = subject.Transformer().Transform(Cells.View());
        var twice = subject.Transformer().Transform(once);
        Assert.Equal(once.Schema.Count + subject.Outputs.Count, twice.Schema.Count);
        Same.Rows(subject, RowValues.Of(once), RowValues.Of(twice));
    }

    /// <summary>ML.NET's views may number their rows anew.</summary>
    private static void SameValues(ConformanceSubject subject, RowValues[] expected, RowValues[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var row = 0; row < expected.Length; row++) Same.Row(subject, expected[row], actual[row]);
    }
}
