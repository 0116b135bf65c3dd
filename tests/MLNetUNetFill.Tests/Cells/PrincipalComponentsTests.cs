using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Cells;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void All_components_together_keep_every_distance() => ForAll.Seeds(seed =>
    {
        var cells = Counts.Random(seed, cells: 10, genes: 7).Normalize().Cells;
        var scores = PrincipalComponents.Scores(cells, rank: 7, seed);
        return Enumerable.Range(0, 10).All(a => Enumerable.Range(0, 10).All(b =>
            Math.Abs(Distance(scores, 7, a, b) - Math.Sqrt(Dense(cells, a).Zip(Dense(cells, b), (x, y) => (x - y) * (x - y))
            .Sum())) < 1e-3));
    });

    [Fact]
    public void It_can_be_stopped() => Assert.Throws<OperationCanceledException>(() =>
        PrincipalComponents.Scores(Counts.Random(1).Normalize().Cells, 2, seed: 1, cancellation: new CancellationToken(true)));

    [Fact]
    public void A_shift_of_a_row_is_taken_off_all_of_its_entries()
    {
        // Two rows that differ only by a shift of 3 in every column.
        var cells = new SparseCells(4, [0, 4, 8, 12], [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], [1, 2, 3, 4, 4, 5, 6, 7, 9, 1, 5, 2]);

        var scores = PrincipalComponents.Scores(cells, rank: 3, seed: 1, rowShifts: [0, 3, 0]);

        Assert.Equal(0, Distance(scores, 3, 0, 1), 1e-5);
        Assert.True(Distance(scores, 3, 0, 2) > 1);
    }

    [Fact]
    public void The_first_component_holds_all_of_a_single_direction()
    {
        // Row i is (1, 1, 1) + i * (1, 2, 2), a line through the points in steps of length 3.
        var cells = new SparseCells(3, [0, 3, 6, 9], [0, 1, 2, 0, 1, 2, 0, 1, 2], [1, 1, 1, 2, 3, 3, 3, 5, 5]);

        var scores = PrincipalComponents.Scores(cells, rank: 2, seed: 1);

        Assert.Equal(3, Math.Abs(scores[0]), 1e-5);
        Assert.Equal(0, scores[2], 1e-5);
        Assert.Equal(-scores[0], scores[4], 1e-5);
        Assert.All([scores[1], scores[3], scores[5]], score => Assert.Equal(0, score, 1e-5));
    }

    [Fact]
    public void Cells_that_are_all_equal_have_no_components() =>
        Assert.All(PrincipalComponents.Scores(new(2, [0, 2, 4], [0, 1, 0, 1], [1, 2, 1, 2]), rank: 2, seed: 1), score =>
        Assert.Equal(0, score, 1e-6f));

    private static double[] Dense(SparseCells cells, int cell)
    {
        var row = new double[cells.GeneCount];
        for (var i = cells.RowStarts[cell]; i < cells.RowStarts[cell + 1]; i++) row[cells.Genes[i]] = cells.Values[i];
        return row;
    }

    private static double Distance(float[] scores, int rank, int a, int b) =>
        Math.Sqrt(Enumerable.Range(0, rank).Sum(k => Math.Pow(scores[a * rank + k] - scores[b * rank + k], 2)));
}
