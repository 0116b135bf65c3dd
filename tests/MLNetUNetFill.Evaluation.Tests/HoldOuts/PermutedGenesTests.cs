using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Evaluation.HoldOuts;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.HoldOuts;

public sealed class PermutedGenesTests
{
    [Fact]
    public void Cells_of_equal_depth_swap_the_counts_of_permuted_genes_and_keep_the_others() => ForAll.Seeds(seed =>
    {
        var counts = Level(Counts.Random(seed));
        var permuted = PermutedGenes.Create(counts, 3, seed);
        float[] Column(CountMatrix matrix, int gene) => [.. Enumerable.Range(0, matrix.CellCount).Select(cell => matrix[cell, gene])];
        return permuted.Genes.Length == 3 && permuted.Counts.NonZeroCount == counts.NonZeroCount
            && Enumerable.Range(0, counts.GeneCount).All(gene => permuted.Genes.Contains(gene)
                ? Column(counts, gene).Order().SequenceEqual(Column(permuted.Counts, gene).Order())
                : Column(counts, gene).SequenceEqual(Column(permuted.Counts, gene)));
    });

    [Fact]
    public void It_can_be_stopped()
    {
        var stopped = new CancellationToken(true);
        var permuted = PermutedGenes.Create(Counts.Random(1), 3, 1);

        Assert.Throws<OperationCanceledException>(() => PermutedGenes.Create(Counts.Random(1), 3, 1, stopped));
        Assert.Throws<OperationCanceledException>(() => permuted.FalseCorrelationRate(new float[permuted.Counts.GeneCount * 4], stopped));
    }

    [Fact]
    public void A_count_is_brought_to_the_depth_of_its_new_cell()
    {
        // Two genes with a tenth and nine tenths of every cell, shallow or deep.
        var counts = Counts.Of([.. Enumerable.Range(1, 20).Select(depth => (float[])[10 * depth, 90 * depth])]);
        var permuted = PermutedGenes.Create(counts, 1, seed: 1);

        Assert.All(Enumerable.Range(0, 20), cell => Assert.Equal(counts[cell, permuted.Genes[0]], permuted.Counts[cell, permuted.Genes[0]],
            1f));
    }

    [Fact]
    public void Permuting_removes_correlations()
    {
        var counts = Counts.Modules(cells: 200, genes: 60, modules: 6, seed: 1);
        var permuted = PermutedGenes.Create(counts, 20, seed: 1);

        Assert.Equal(20, permuted.Genes.Length);
        Assert.True(permuted.FalseCorrelationRate(Dense(permuted.Counts)) < 0.02);
        Assert.True(permuted.FalseCorrelationRate(Dense(counts)) > 0.1);
    }

    [Fact]
    public void Pairs_with_a_permuted_gene_are_counted_once()
    {
        // Genes 0 and 1 are permuted; 2 is not; 3 is constant. r(0, 1) = 1, r(0, 2) = r(1, 2) = 0.
        var permuted = new PermutedGenes(Counts.Of([1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]), [0, 1]);

        Assert.Equal(1.0 / 3, permuted.FalseCorrelationRate([1, 2, 1, 4, 1, 2, 3, 4, 5, 6, 1, 4, 5, 6, 3, 4]), 1e-12);
    }

    [Fact]
    public void The_choice_repeats_by_seed_and_never_takes_more_than_half()
    {
        var counts = Counts.Modules(cells: 20, genes: 40, modules: 2, seed: 1);
        Assert.Equal(20, PermutedGenes.Create(counts, 100, 3).Genes.Length);
        Assert.Equal(PermutedGenes.Create(counts, 5, 3).Genes, PermutedGenes.Create(counts, 5, 3).Genes);
        Assert.NotEqual(PermutedGenes.Create(counts, 5, 3).Genes, PermutedGenes.Create(counts, 5, 4).Genes);
    }

    /// <summary>Adds a gene that brings every cell to the same library size.</summary>
    private static CountMatrix Level(CountMatrix counts) =>
        Counts.Of([.. Enumerable.Range(0, counts.CellCount)
        .Select(cell => (float[])[.. TestCells.Dense(counts, cell), 100 - (float)counts.LibrarySize(cell)])]);

    private static float[] Dense(CountMatrix counts) => DenseCells.FromSparse(counts.Normalize().Cells);
}
