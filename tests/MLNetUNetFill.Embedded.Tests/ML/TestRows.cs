using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

/// <summary>The rows that most tests read.</summary>
internal static class TestRows
{
    /// <summary>Three rows: text Name, scalar Size, vector Values of two named slots.</summary>
    internal static IDataView Load(MLContext context) => Load(context, [
        new() { Name = "a", Size = 1, Values = [1, 2] },
        new() { Name = "b", Size = 2, Values = [3, 4] },
        new() { Name = "a", Size = 4, Values = [5, 0] },
    ]);

    internal static IDataView Load(MLContext context, IEnumerable<TestRow> rows)
    {
        var definition = SchemaDefinition.Create(typeof(TestRow));
        definition["Values"].AddAnnotation(
            "SlotNames",
            new VBuffer<ReadOnlyMemory<char>>(2, ["x".AsMemory(), "y".AsMemory()]),
            new VectorDataViewType(TextDataViewType.Instance, 2));
        return context.Data.LoadFromEnumerable(rows, definition);
    }

    internal static string[] SlotNames(IDataView data, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[column].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}

internal sealed class TestRow
{
    public string Name { get; set; } = "";

    public float Size { get; set; }

    [VectorType(2)]
    public float[] Values { get; set; } = [];
}
