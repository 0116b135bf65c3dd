using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Cells;

public class CountMatrixDataViewTests
{
    private static readonly CountMatrix Matrix = new(["c1", "c2", "c3"], ["E1", "E2", "E3"], ["A", "B", "C"], [0, 2, 2, 5], [0, 2, 0, 1, 2],
        [5, 7, 1, 2, 3]);
    private static readonly string[] Labels = ["x", "y", "x"];

    [Fact]
    public void The_schema_names_the_columns_and_the_genes()
    {
        var schema = Matrix.ToDataView("Raw", "Cell", Labels, "Type").Schema;
        Assert.Equal(["Raw", "Cell", "Type"], schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), schema["Raw"].Type);
        Assert.Equal(TextDataViewType.Instance, schema["Cell"].Type);
        Assert.Equal(TextDataViewType.Instance, schema["Type"].Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Raw"].GetSlotNames(ref names);
        Assert.Equal(["A", "B", "C"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(["Counts", "Barcode"], Matrix.ToDataView().Schema.Select(column => column.Name));
    }

    [Fact]
    public void The_rows_are_the_cells_sparse_where_they_are()
    {
        var data = Matrix.ToDataView(labels: Labels);
        Assert.Equal(3, data.GetRowCount());
        using var cursor = data.GetRowCursor(data.Schema);
        Assert.Same(data.Schema, cursor.Schema);
        var counts = cursor.GetGetter<VBuffer<float>>(data.Schema["Counts"]);
        var barcode = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Barcode"]);
        var label = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Label"]);
        VBuffer<float> row = default;
        ReadOnlyMemory<char> text = default;
        for (var cell = 0; cell < 3; cell++)
        {
            Assert.Equal(cell - 1, cursor.Position);
            Assert.True(cursor.MoveNext());
            counts(ref row);
            Assert.Equal(TestCells.Dense(Matrix, cell), row.DenseValues());
            Assert.Equal(cell == 2, row.IsDense);
            Assert.Equal(Matrix.ValuesOf(cell).ToArray(), row.GetValues().ToArray());
            barcode(ref text);
            Assert.Equal(Matrix.Barcodes[cell], text.ToString());
            label(ref text);
            Assert.Equal(Labels[cell], text.ToString());
        }

        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => counts(ref row));
    }

    [Fact]
    public void Shuffling_gives_every_cell_once_with_its_own_id()
    {
        var matrix = Counts.Random(2);
        var data = matrix.ToDataView();
        Assert.True(data.CanShuffle);
        var shuffled = BarcodesById(data, new Random(1));
        Assert.NotEqual(matrix.Barcodes, shuffled.Select(row => row.Barcode));
        Assert.Equal(BarcodesById(data, null), shuffled.OrderBy(row => row.Id));
        Assert.Equal(shuffled, BarcodesById(data, new Random(1)));
    }

    [Fact]
    public void Only_the_columns_asked_for_are_active()
    {
        var data = Matrix.ToDataView();
        using var cursor = data.GetRowCursor([data.Schema["Barcode"]]);
        Assert.True(cursor.IsColumnActive(data.Schema["Barcode"]));
        Assert.False(cursor.IsColumnActive(data.Schema["Counts"]));
        Assert.ThrowsAny<ArgumentException>(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Counts"]));
        var error = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Barcode"]));
        Assert.Contains("'Barcode'", error.Message);
        Assert.Single(data.GetRowCursorSet([], 4));
    }

    [Fact]
    public void Runs_through_ML_NET_pipelines()
    {
        var context = new MLContext(1);
        var data = Matrix.ToDataView(labels: Labels);
        var pipeline = context.Transforms.Conversion.MapValueToKey("Key", "Label").Append(context.Transforms.CopyColumns("Copy", "Counts"));
        var transformed = pipeline.Fit(data).Transform(data);
        Assert.Equal([1u, 2u, 1u], transformed.GetColumn<uint>("Key"));
        Assert.Equal([5, 0, 7], transformed.GetColumn<float[]>("Copy").First());
    }

    [Fact]
    public void Refuses_another_number_of_labels() =>
        Assert.StartsWith("1 labels for 3 cells", Assert.Throws<ArgumentException>(() => Matrix.ToDataView(labels: ["x"])).Message);

    private static List<(ulong Id, string Barcode)> BarcodesById(IDataView data, Random? random)
    {
        using var cursor = data.GetRowCursor(data.Schema, random);
        var (getId, getBarcode) = (cursor.GetIdGetter(), cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Barcode"]));
        var rows = new List<(ulong, string)>();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            ReadOnlyMemory<char> barcode = default;
            getId(ref id);
            getBarcode(ref barcode);
            rows.Add((id.Low, barcode.ToString()));
        }

        return rows;
    }
}
