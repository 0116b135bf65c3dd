using FsCheck.Fluent;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Imaging;

public sealed class GeneLayoutsTests
{
    private static readonly SparseCells Modules = Counts.Modules(cells: 80, genes: 120, modules: 6, seed: 3).Normalize().Cells;

    [Fact]
    public void Every_gene_gets_a_pixel_of_its_own() => ForAll.Of(
        from layout in Gen.Elements(Enum.GetValues<GeneLayout>())
        from genes in Gen.Choose(2, 90)
        from seed in Gen.Choose(0, 1000)
        select (layout, genes, seed),
        it =>
        {
            var map = GeneLayouts.Learn(it.layout, Counts.Random(it.seed, cells: 15, it.genes).Normalize().Cells, it.seed);
            return map.Height % 4 == 0 && map.Width % 4 == 0 && map.PixelOfGene.Length == it.genes && map.PixelOfGene.Distinct()
                .Count() == it.genes
                && map.PixelOfGene.All(pixel => pixel >= 0 && pixel < map.PixelCount);
        });

    [Theory]
    [InlineData(GeneLayout.RandomGrid)]
    [InlineData(GeneLayout.CoExpressionGrid)]
    [InlineData(GeneLayout.GeneByLevel)]
    public void The_same_seed_gives_the_same_layout(GeneLayout layout)
    {
        Assert.Equal(GeneLayouts.Learn(layout, Modules, 5).PixelOfGene, GeneLayouts.Learn(layout, Modules, 5).PixelOfGene);
        Assert.NotEqual(GeneLayouts.Learn(layout, Modules, 5).PixelOfGene, GeneLayouts.Learn(layout, Modules, 6).PixelOfGene);
    }

    [Fact]
    public void Co_expressed_genes_become_neighbours()
    {
        var learned = SameModuleShare(GeneLayouts.Learn(GeneLayout.CoExpressionGrid, Modules, 1));
        var random = SameModuleShare(GeneLayouts.Learn(GeneLayout.RandomGrid, Modules, 1));

        // 6 modules of 20 genes: 1 neighbour in 6 by chance; compact patches reach about 3 in 4.
        Assert.InRange(random, 0.05, 0.3);
        Assert.InRange(learned, 0.6, 1);
    }

    [Fact]
    public void Gene_by_level_gives_every_gene_a_row_and_every_level_a_column()
    {
        var map = GeneLayouts.Learn(GeneLayout.GeneByLevel, Modules, 1, levels: 12);

        Assert.Equal((120, 12, 12), (map.Height, map.Width, map.Levels));
        Assert.Equal(Enumerable.Range(0, 120).Select(row => row * 12), map.PixelOfGene.Order());
        // 6 modules: one pair of rows in six by chance.
        var genes = Enumerable.Range(0, 120).OrderBy(gene => map.PixelOfGene[gene]).ToArray();
        Assert.InRange(genes.Zip(genes.Skip(1), (gene, next) => gene % 6 == next % 6 ? 1.0 : 0).Average(), 0.5, 1);
    }

    [Fact]
    public void What_is_left_over_is_the_rim()
    {
        var map = GeneLayouts.Learn(GeneLayout.RandomGrid, Counts.Random(1, genes: 20).Normalize().Cells, 1);

        Assert.Equal(8, map.Width);
        Assert.DoesNotContain(map.PixelOfGene, pixel => pixel / 8 is 0 or 7 || pixel % 8 is 0 or 7);
    }

    [Fact]
    public void Genes_that_do_not_vary_are_placed_too()
    {
        var cells = Counts.Of([1, 1, 1, 1, 1], [2, 2, 2, 2, 2], [3, 3, 3, 3, 3]).Normalize().Cells;

        Assert.Equal(5, GeneLayouts.Learn(GeneLayout.CoExpressionGrid, cells, 1).PixelOfGene.Distinct().Count());
    }

    [Theory]
    [InlineData(GeneLayout.CoExpressionGrid)]
    [InlineData(GeneLayout.GeneByLevel)]
    public void It_can_be_stopped(GeneLayout layout) =>
        Assert.Throws<OperationCanceledException>(() => GeneLayouts.Learn(layout, Modules, 1, cancellation: new CancellationToken(true)));

    [Fact]
    public void Sorting_can_be_stopped() =>
        Assert.Throws<OperationCanceledException>(() => GridSorter.Sort(2, [1, 0, 0, 1], [0, 3], seed: 1, new CancellationToken(true)));

    private static double SameModuleShare(PixelMap map)
    {
        var moduleAt = new int?[map.PixelCount];
        for (var gene = 0; gene < map.PixelOfGene.Length; gene++) moduleAt[map.PixelOfGene[gene]] = gene % 6;
        var pairs = Enumerable.Range(0, map.PixelCount).SelectMany(pixel => new[]
        {
            (moduleAt[pixel], pixel % map.Width + 1 < map.Width ? moduleAt[pixel + 1] : null),
            (moduleAt[pixel], pixel + map.Width < map.PixelCount ? moduleAt[pixel + map.Width] : null),
        }).Where(pair => pair is { Item1: not null, Item2: not null });
        return pairs.Average(pair => pair.Item1 == pair.Item2 ? 1.0 : 0);
    }
}
