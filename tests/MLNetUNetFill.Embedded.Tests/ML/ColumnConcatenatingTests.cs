using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class ColumnConcatenatingTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Scalars_and_vectors_are_strung_together()
    {
        var data = Concatenate("All", "Size", "Values");

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), data.Schema["All"].Type);
        Assert.Equal([[1, 1, 2], [2, 3, 4], [4, 5, 0]], data.GetColumn<float[]>("All"));
    }

    [Fact]
    public void Slots_are_named_after_their_columns() =>
        Assert.Equal(["Size", "Values.x", "Values.y"], TestRows.SlotNames(Concatenate("All", "Size", "Values"), "All"));

    [Fact]
    public void One_vector_alone_keeps_its_slot_names() =>
        Assert.Equal(["x", "y"], TestRows.SlotNames(Concatenate("All", "Values"), "All"));

    [Fact]
    public void Sparse_vectors_keep_their_values()
    {
        var rows = new[] { new Sparse { Left = new(4, 1, [5f], [2]), Right = new(3, 0, [], []) } };
        var definition = SchemaDefinition.Create(typeof(Sparse));
        definition["Left"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        definition["Right"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        var data = _context.Data.LoadFromEnumerable(rows, definition);
        var all = _context.Transforms.Concatenate("All", "Left", "Right", "Left").Fit(data).Transform(data);

        Assert.Equal([0, 0, 5, 0, 0, 0, 0, 0, 0, 5, 0], all.GetColumn<float[]>("All").Single());
    }

    [Fact]
    public void Columns_of_different_item_types_are_refused()
    {
        var data = TestRows.Load(_context);
        var chain = new EstimatorChain<ITransformer>().Append(_context.Transforms.Concatenate("All", "Size", "Name"));

        Assert.Contains("'Name'", Assert.Throws<InvalidOperationException>(() => chain.Fit(data)).Message);
        Assert.Contains(
            "Schema mismatch for input column 'Name': expected Single, got String",
            Assert.Throws<ArgumentOutOfRangeException>(() => Concatenate("All", "Size", "Name")).Message);
    }

    [Fact]
    public void A_missing_column_is_named() => Assert.Contains(
        "Could not find input column 'Nothing'",
        Assert.Throws<ArgumentOutOfRangeException>(() => Concatenate("All", "Nothing")).Message);

    [Fact]
    public void At_least_one_column_is_needed() =>
        Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.Concatenate("All"));

    private IDataView Concatenate(string output, params string[] inputs)
    {
        var data = TestRows.Load(_context);
        return _context.Transforms.Concatenate(output, inputs).Fit(data).Transform(data);
    }

    private sealed class Sparse
    {
        public VBuffer<float> Left { get; set; }

        public VBuffer<float> Right { get; set; }
    }
}
