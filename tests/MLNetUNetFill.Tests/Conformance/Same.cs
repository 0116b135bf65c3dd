using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Comparisons that name the row and the column.</summary>
internal static class Same
{
    /// <summary>Equal rows: ids, the columns in both, the outputs within the tolerance.</summary>
    public static void Rows(ConformanceSubject subject, IReadOnlyList<RowValues> expected, IReadOnlyList<RowValues> actual)
    {
        Assert.Equal(expected.Select(row => row.Id), actual.Select(row => row.Id));
        for (var i = 0; i < expected.Count; i++) Row(subject, expected[i], actual[i]);
    }

    /// <summary>The same rows in any order.</summary>
    public static void RowsById(ConformanceSubject subject, IEnumerable<RowValues> expected, IEnumerable<RowValues> actual) =>
        Rows(subject, [.. expected.OrderBy(row => row.Id.Low)], [.. actual.OrderBy(row => row.Id.Low)]);

    /// <summary>Equal values in the columns that both rows have.</summary>
    public static void Row(ConformanceSubject subject, RowValues expected, RowValues actual)
    {
        foreach (var (name, value) in actual.Columns)
            if (expected.Columns.TryGetValue(name, out var before))
                Value(before, value, subject.Outputs.Contains(name) ? subject.Tolerance : 0, $"row {expected.Id.Low}, column {name}");
    }

    /// <summary>The same columns: names, types, hiding and annotations.</summary>
    public static void Schema(DataViewSchema expected, DataViewSchema actual) =>
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));

    /// <summary>A column without its values.</summary>
    public static string Describe(DataViewSchema.Column column) =>
        $"{column.Index} {column.Name}: {column.Type}{(column.IsHidden ? " hidden" : "")} "
            + $"{{{string.Join(", ", column.Annotations.Schema.Select(kind => $"{kind.Name}: {kind.Type}"))}}}";

    private static void Value(object expected, object actual, float tolerance, string place)
    {
        if (expected is float[] before && actual is float[] after)
        {
            Assert.True(before.Length == after.Length, $"{place}: {after.Length} values instead of {before.Length}");
            for (var i = 0; i < before.Length; i++)
                Assert.True(Math.Abs(before[i] - after[i]) <= tolerance, $"{place}, slot {i}: {after[i]} instead of {before[i]}");
            return;
        }
        Assert.Equal(expected, actual);
    }
}
