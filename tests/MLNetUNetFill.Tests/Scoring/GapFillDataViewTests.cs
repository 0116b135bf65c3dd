using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.Onnx;

namespace MLNetUNetFill.Tests.Scoring;

public sealed class GapFillDataViewTests : IDisposable
{
    private const int Genes = 30, Rows = 11;
    private readonly GapFillSession _session = new(
        GapFillOnnxExporter.Export(RandomModels.Create(genes: Genes, modelled: 20)), ComputeDevice.Cpu, 1);

    private readonly CellView _input = new(
        Enumerable.Range(0, Rows).Select(row => RandomModels.Counts(row, 1, Genes, emptyCells: row == 4 ? [0] : [])).ToArray(), Genes);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(64)]
    public void Every_row_gets_its_filled_values_and_keeps_its_columns(int batchSize)
    {
        using var cursor = View(batchSize).GetRowCursor(_input.FilledSchema);
        AssertRows(cursor, Enumerable.Range(0, Rows).ToArray());
        Assert.Equal(2 * Rows, _input.CountsRead); // once to score, once for the column that is passed on
    }

    [Fact]
    public void Shuffled_rows_stay_together()
    {
        var order = Enumerable.Range(0, Rows).ToArray();
        new Random(3).Shuffle(order);

        using var cursor = View(4).GetRowCursor(_input.FilledSchema, new Random(3));

        AssertRows(cursor, order);
    }

    [Fact]
    public void Nothing_is_scored_for_a_reader_of_other_columns()
    {
        using var cursor = View(4).GetRowCursor([_input.FilledSchema["Weight"]]);
        var getter = cursor.GetGetter<double>(cursor.Schema["Weight"]);
        DataViewRowId id = default;
        double weight = 0;
        for (var row = 0; row < Rows; row++)
        {
            Assert.True(cursor.MoveNext());
            getter(ref weight);
            cursor.GetIdGetter()(ref id);
            Assert.Equal((row / 2.0, row, 40 + row, (ulong)row), (weight, cursor.Position, cursor.Batch, id.Low));
        }
        Assert.False(cursor.MoveNext());

        Assert.Same(_input.FilledSchema, cursor.Schema);
        Assert.Equal(0, _input.CountsRead);
        Assert.True(cursor.IsColumnActive(cursor.Schema["Weight"]));
        Assert.False(cursor.IsColumnActive(cursor.Schema["Name"]));
        Assert.False(cursor.IsColumnActive(cursor.Schema["Filled"]));
        Assert.Throws<ArgumentOutOfRangeException>("column", () => cursor.GetGetter<VBuffer<float>>(cursor.Schema["Filled"]));
    }

    [Fact]
    public void Cells_are_read_a_batch_ahead_and_once()
    {
        using var cursor = View(4).GetRowCursor([_input.FilledSchema["Filled"]]);
        Assert.Equal(0, _input.CountsRead);

        var read = new List<int>();
        while (cursor.MoveNext()) read.Add(_input.CountsRead);

        Assert.Equal([4, 4, 4, 4, 8, 8, 8, 8, 11, 11, 11], read);
    }

    [Fact]
    public void A_reader_may_write_to_the_vectors_that_it_got()
    {
        using var cursor = View(4).GetRowCursor(_input.FilledSchema);
        cursor.MoveNext();
        foreach (var name in new[] { "Counts", "Filled" })
        {
            var getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema[name]);
            VBuffer<float> first = default, second = default;
            getter(ref first);
            var expected = first.DenseValues().ToArray();
            VBufferEditor.CreateFromBuffer(ref first).Values.Fill(-1);
            getter(ref second);
            Assert.Equal(expected, second.DenseValues());
        }
    }

    [Fact]
    public void Values_are_served_on_a_row_only()
    {
        using var cursor = View(4).GetRowCursor(_input.FilledSchema);
        var getters = new Action[]
        {
            Fetch<VBuffer<float>>("Filled"), Fetch<VBuffer<float>>("Counts"), Fetch<ReadOnlyMemory<char>>("Name"),
            () => { DataViewRowId id = default; cursor.GetIdGetter()(ref id); },
        };

        Assert.Equal(-1, cursor.Position);
        Assert.All(getters, getter => Assert.Throws<InvalidOperationException>(getter));
        for (var row = 0; row < Rows; row++) Assert.True(cursor.MoveNext());
        foreach (var getter in getters) getter();
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.All(getters, getter => Assert.Throws<InvalidOperationException>(getter));

        Action Fetch<T>(string name)
        {
            var getter = cursor.GetGetter<T>(cursor.Schema[name]);
            return () => { T value = default!; getter(ref value); };
        }
    }

    [Fact]
    public void A_column_not_asked_for_or_of_another_type_is_refused()
    {
        using var cursor = View(4).GetRowCursor([_input.FilledSchema["Filled"], _input.FilledSchema["Weight"]]);

        Assert.False(cursor.IsColumnActive(cursor.Schema["Counts"]));
        Assert.Throws<ArgumentOutOfRangeException>("column", () => cursor.GetGetter<VBuffer<float>>(cursor.Schema["Counts"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(cursor.Schema["Filled"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(cursor.Schema["Weight"]));
    }

    [Theory]
    [InlineData(-1f, 2)]
    [InlineData(float.NaN, 2)]
    [InlineData(float.PositiveInfinity, 2)]
    [InlineData(-0.5f, 3)] // a sparse row
    public void What_is_no_count_is_refused_with_its_place(float value, int row)
    {
        _input.Cells[row][6] = value;
        using var cursor = View(2).GetRowCursor([_input.FilledSchema["Filled"]]);
        Assert.True(cursor.MoveNext() && cursor.MoveNext());

        var message = Assert.Throws<GapFillException>(() => cursor.MoveNext()).Message;

        Assert.Contains("'Counts'", message);
        Assert.Contains($"row {row + 1}, slot 7", message);
        Assert.Contains($"found {value}", message);
    }

    [Fact]
    public void A_row_with_another_number_of_genes_is_refused()
    {
        _input.Cells[0] = new float[Genes - 1];
        using var cursor = View(2).GetRowCursor([_input.FilledSchema["Filled"]]);
        Assert.Equal($"Column 'Counts', row 1: found {Genes - 1} genes; expected the model's {Genes}.",
            Assert.Throws<GapFillException>(() => cursor.MoveNext()).Message);
    }

    [Fact]
    public void The_view_has_the_shape_of_its_input()
    {
        var view = View(4);

        Assert.Same(_input.FilledSchema, view.Schema);
        Assert.Equal(Rows, view.GetRowCount());
        Assert.True(view.CanShuffle);
        using var only = Assert.Single(view.GetRowCursorSet(view.Schema, 8));
        AssertRows(only, Enumerable.Range(0, Rows).ToArray());
    }

    [Theory]
    [InlineData("Filled")]
    [InlineData("Name")]
    public void Disposing_a_cursor_closes_the_input(string column)
    {
        var cursor = View(4).GetRowCursor([_input.FilledSchema[column]]);
        cursor.MoveNext();
        Assert.Equal(1, _input.OpenCursors);
        cursor.Dispose();
        Assert.Equal(0, _input.OpenCursors);
    }

    [Fact]
    public void No_cells_give_no_rows()
    {
        var empty = new CellView([], Genes);
        using var cursor = new GapFillDataView(empty, _session, CellView.CountsIndex, empty.FilledSchema, 4).GetRowCursor(empty.FilledSchema);
        Assert.False(cursor.MoveNext());
    }

    private GapFillDataView View(int batchSize) => new(_input, _session, CellView.CountsIndex, _input.FilledSchema, batchSize);

    private void AssertRows(DataViewRowCursor cursor, int[] order)
    {
        var idGetter = cursor.GetIdGetter();
        var name = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Name"]);
        var counts = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Counts"]);
        var weight = cursor.GetGetter<double>(cursor.Schema["Weight"]);
        var tags = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(cursor.Schema["Tags"]);
        var filled = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Filled"]);
        DataViewRowId id = default;
        ReadOnlyMemory<char> nameValue = default;
        VBuffer<float> countsValue = default, filledValue = default;
        double weightValue = 0;
        VBuffer<ReadOnlyMemory<char>> tagsValue = default;
        var expected = new float[Genes];
        for (var i = 0; i < Rows; i++)
        {
            var row = order[i];
            Assert.True(cursor.MoveNext());
            idGetter(ref id);
            name(ref nameValue);
            counts(ref countsValue);
            weight(ref weightValue);
            tags(ref tagsValue);
            filled(ref filledValue);
            _session.Score(_input.Cells[row], 1, expected);

            Assert.Equal((i, 40 + row, new DataViewRowId((ulong)row, 7)), (cursor.Position, cursor.Batch, id));
            Assert.Equal(($"cell{row}", row / 2.0), (nameValue.ToString(), weightValue));
            Assert.Equal(_input.Cells[row], countsValue.DenseValues());
            Assert.Equal(CellView.TagsOf(row), tagsValue.DenseValues().Select(tag => tag.ToString()));
            Assert.True(filledValue.IsDense);
            Assert.Equal(expected, filledValue.DenseValues(), (a, b) => Math.Abs(a - b) <= 1e-5);
        }
        Assert.False(cursor.MoveNext());
    }
}
