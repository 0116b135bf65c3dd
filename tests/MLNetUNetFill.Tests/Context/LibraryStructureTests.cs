using FsCheck.Fluent;
using MLNetUNetFill.Context;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Context;

public class LibraryStructureTests
{
    private const int Cells = 240;

    [Fact]
    public void Libraries_that_differ_between_types_are_shared()
    {
        var context = Landmarks(Cells, (random, type) => (1000 + 3000 * type) * (0.9 + 0.2 * random.NextDouble()));

        Assert.InRange(LibraryStructure.ExplainedVariance(context), 0.95, 1);
        Assert.True(LibraryStructure.IsShared(context));
    }

    [Fact]
    public void Libraries_that_differ_by_chance_are_not_shared()
    {
        var context = Landmarks(Cells, (random, _) => 500 + 5000 * random.NextDouble());

        Assert.InRange(LibraryStructure.ExplainedVariance(context), 0, 0.2);
        Assert.False(LibraryStructure.IsShared(context));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(51)] // all others are neighbours: the larger a library, the smaller the rest
    public void Where_all_cells_are_neighbours_nothing_is_shared(int cells)
    {
        var context = Landmarks(cells, (random, type) => 1000 + 3000 * type);

        Assert.Equal(0, LibraryStructure.ExplainedVariance(context));
        Assert.False(LibraryStructure.IsShared(context));
    }

    [Fact]
    public void Equal_libraries_explain_nothing() => Assert.False(LibraryStructure.IsShared(Landmarks(Cells, (_, _) => 1000)));

    [Fact]
    public void A_deeper_sequencing_of_all_cells_changes_nothing() => ForAll.Of(Gen.Choose(1, 50), times =>
    {
        var (once, often) = (Landmarks(60, Library), Landmarks(60, (random, type) => times * Library(random, type)));
        return Math.Abs(LibraryStructure.ExplainedVariance(once) - LibraryStructure.ExplainedVariance(often)) < 1e-4;

        static double Library(Random random, int type) => 1000 * (type + 1) * (0.2 + random.NextDouble());
    });

    /// <summary>Cells of two types that lie far apart, by turns, with libraries of their own.</summary>
    private static CellContext Landmarks(int cells, Func<Random, int, double> library)
    {
        var random = new Random(1);
        var context = ContextModels.Network(ContextModels.Create()).Context;
        int genes = context.Mean.Length, rank = context.Neighbourhood.Rank;
        var libraries = Enumerable.Range(0, cells).Select(cell => (float)library(random, cell % 2)).ToArray();
        var scores = Enumerable.Range(0, cells * rank).Select(i => (float)(random.NextDouble() + i / rank % 2 * 100)).ToArray();
        return context with { Landmarks = new LandmarkBank(cells, Enumerable.Repeat(1f, cells * genes).ToArray(), libraries, scores) };
    }
}
