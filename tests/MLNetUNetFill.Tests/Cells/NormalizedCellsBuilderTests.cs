using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Cells;

public sealed class NormalizedCellsBuilderTests
{
    [Fact]
    public void Only_modelled_genes_are_kept_and_the_library_counts_all_of_them()
    {
        var cells = NormalizedCellsBuilder.Build(Counts.Of([5, 0, 3, 2], [0, 4, 0, 0]), [0, 3]);

        Assert.Equal(2, cells.GeneCount);
        Assert.Equal([0, 2, 2], cells.RowStarts);
        Assert.Equal([0, 1], cells.Genes);
        Assert.Equal([MathF.Log(1 + 1e4f * 5 / 10), MathF.Log(1 + 1e4f * 2 / 10)], cells.Values);
    }

    [Fact]
    public void Explicit_zeros_are_left_out()
    {
        var builder = new NormalizedCellsBuilder(3, [0, 1, 2]);
        builder.Add([0, 1, 2], [0, 7, 0], 7);

        Assert.Equal([1], builder.Build().Genes);
    }
}
