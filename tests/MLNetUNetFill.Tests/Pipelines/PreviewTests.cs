using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Pipelines;

/// <summary>What a debugger or a notebook shows of filled cells.</summary>
public sealed class PreviewTests : IDisposable
{
    private const int Genes = 70;
    private readonly IDataView _cells = TestCells.View(RandomModels.Counts(1, 9, Genes).Chunk(Genes), Genes);
    private readonly UNetGapFillTransformer _transformer =
        new(GapFillOnnxExporter.Export(ContextModels.Create(genes: Genes)),
            new() { Device = ComputeDevice.Cpu, Threads = 1, BatchSize = 4 });

    public void Dispose() => _transformer.Dispose();

    [Fact]
    public void A_preview_shows_the_first_cells_with_all_their_columns()
    {
        var filled = TestCells.Filled(_transformer.Transform(_cells));

        var preview = _transformer.Transform(_cells).Preview(maxRows: 5);

        Assert.Equal(["Counts", "Barcode", "Filled"], preview.ColumnView.Select(column => column.Column.Name));
        Assert.Equal(["cell1", "cell2", "cell3", "cell4", "cell5"], preview.ColumnView[1].Values.Select(value => $"{value}"));
        Assert.Equal(filled[..5], preview.ColumnView[2].Values.Select(value => ((VBuffer<float>)value).DenseValues().ToArray()));
        Assert.Equal(filled[..5], preview.RowView.Select(row => ((VBuffer<float>)row.Values[2].Value).DenseValues().ToArray()));
    }

    [Fact]
    public void A_transformer_previews_the_same()
    {
        var expected = _transformer.Transform(_cells).Preview(maxRows: 3);

        var preview = _transformer.Preview(_cells, maxRows: 3);

        Assert.Equal(3, preview.RowView.Length);
        Assert.Equal(expected.ColumnView.Select(Text), preview.ColumnView.Select(Text));
    }

    private static string Text(DataDebuggerPreview.ColumnInfo column) => string.Join('\n', column.Values.Select(value =>
        value is VBuffer<float> vector ? string.Join(',', vector.DenseValues()) : $"{value}"));
}
