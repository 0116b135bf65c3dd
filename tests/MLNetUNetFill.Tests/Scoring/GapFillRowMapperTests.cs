using Microsoft.ML.Data;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Scoring;

public sealed class GapFillRowMapperTests : IDisposable
{
    private const int Genes = 30, Rows = 5;
    private readonly GapFillSession _session = new(
        GapFillModelFile.Read(GapFillOnnxExporter.Export(RandomModels.Create(genes: Genes, modelled: 20))), ComputeDevice.Cpu, 1);

    private readonly CellView _input = new(Enumerable.Range(0, Rows).Select(row => RandomModels.Counts(row, 1, Genes)).ToArray(), Genes);
    private readonly GapFillRowMapper _mapper;

    public GapFillRowMapperTests() => _mapper = new GapFillRowMapper(_input.Schema, _input.FilledSchema, _session, CellView.CountsIndex);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_row_is_filled_each_time_its_input_moves()
    {
        using var cursor = _input.GetRowCursor(_input.Schema);
        using var row = _mapper.GetRow(cursor, _input.FilledSchema);
        Assert.Same(_input.FilledSchema, row.Schema);
        var filled = row.GetGetter<VBuffer<float>>(row.Schema["Filled"]);
        var weight = row.GetGetter<double>(row.Schema["Weight"]);
        var idGetter = row.GetIdGetter();
        VBuffer<float> value = default;
        DataViewRowId id = default;
        double weightValue = 0;
        var expected = new float[Genes];
        for (var i = 0; i < Rows; i++)
        {
            cursor.MoveNext();
            filled(ref value);
            weight(ref weightValue);
            idGetter(ref id);
            _session.Score(_input.Cells[i], 1, expected);
            Assert.Equal(expected, value.DenseValues());
            Assert.Equal((i, 40 + i, (ulong)i, i / 2.0), (row.Position, row.Batch, id.Low, weightValue));
        }
    }

    [Fact]
    public void What_is_no_count_is_answered_with_NaN()
    {
        _input.Cells[0][3] = -2;
        using var cursor = _input.GetRowCursor(_input.Schema);
        using var row = _mapper.GetRow(cursor, _input.FilledSchema);
        cursor.MoveNext();
        VBuffer<float> value = default;
        var getter = row.GetGetter<VBuffer<float>>(row.Schema["Filled"]);
        getter(ref value);
        Assert.Equal(Enumerable.Repeat(float.NaN, Genes), value.DenseValues());
    }

    [Fact]
    public void Disposing_the_row_disposes_its_input()
    {
        _mapper.GetRow(_input.GetRowCursor(_input.Schema), _input.FilledSchema).Dispose();
        Assert.Equal(0, _input.OpenCursors);
    }
}
