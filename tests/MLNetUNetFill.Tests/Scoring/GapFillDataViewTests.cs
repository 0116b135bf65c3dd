using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Scoring;

public sealed class GapFillDataViewTests : IDisposable
{
    private const int Genes = 30, Rows = 11;
    private readonly GapFillSession _session = new(
        GapFillModelFile.Read(GapFillOnnxExporter.Export(RandomModels.Create(genes: Genes, modelled: 20))), ComputeDevice.Cpu, 1);

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
    public void Cells_are_read_a_batch_ahead_and_once()
    {
        using var cursor = View(4).GetRowCursor([_input.FilledSchema["Filled"]]);
        Assert.Equal(0, _input.CountsRead);

        var read = new List<int>();
        while (cursor.MoveNext()) read.Add(_input.CountsRead);

        Assert.Equal([4, 4, 4, 4, 8, 8, 8, 8, 11, 11, 11], read);
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
