using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Cells;

public sealed class SparseCellsBuilderTests
{
    [Fact]
    public void Selected_genes_alone_are_stored_and_the_library_counts_all_of_them()
    {
        var cells = Counts.Of([5, 0, 3, 2], [0, 4, 0, 0]).Normalize().Cells.SelectGenes([0, 3]);

        Assert.Equal(2, cells.GeneCount);
        Assert.Equal([0, 2, 2], cells.RowStarts);
        Assert.Equal([0, 1], cells.Genes);
        Assert.Equal([MathF.Log(1 + 1e4f * 5 / 10), MathF.Log(1 + 1e4f * 2 / 10)], cells.Values);
    }

    [Fact]
    public void Explicit_zeros_are_left_out()
    {
        var builder = new SparseCellsBuilder(3);
        builder.AddNormalized([0, 1, 2], [0, 7, 0], 7);
        builder.AddCell([0, 2, 1]);

        var cells = builder.Build();
        Assert.Equal([0, 1, 3], cells.RowStarts);
        Assert.Equal([1, 1, 2], cells.Genes);
    }

    [Fact]
    public void A_count_that_is_0_once_normalised_is_left_out_of_raw_and_of_normalised_cells()
    {
        var builder = new SparseCellsBuilder(2, [0, 1]);
        builder.AddCounts([0, 1], [float.Epsilon, 1e30f], 1e30);
        builder.AddNormalized([0, 1], [float.Epsilon, 1e30f], 1e30);

        Assert.Equal([1, 1], builder.Build().Genes);
    }

    [Fact]
    public void Dense_rows_and_back_are_the_same()
    {
        float[] dense = [0, 1, 0, 2, 0, 3];
        var cells = SparseCells.FromDense(dense, 3);
        var row = new float[3];
        cells.CopyTo(1, row);

        Assert.Equal(2, cells.CellCount);
        Assert.Equal(dense[3..], row);
        Assert.Equal([2f, 3f], cells.SelectCells([1]).Values);
    }
}
