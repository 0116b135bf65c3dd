using MLNetUNetFill.Imaging;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Imaging;

public sealed class LinearAssignmentTests
{
    [Fact]
    public void A_known_problem_is_solved()
    {
        var rows = new int[3];

        new LinearAssignment(3).Solve([4, 1, 3, 2, 0, 5, 3, 2, 2], 3, rows);

        Assert.Equal([1, 0, 2], rows);
    }

    [Fact]
    public void No_permutation_is_cheaper()
    {
        var solver = new LinearAssignment(6);
        ForAll.Seeds(seed =>
        {
            var random = new Random(seed);
            var n = 1 + seed % 6;
            float[] costs = [.. Enumerable.Range(0, n * n).Select(_ => random.NextSingle() - 0.5f)];
            var rows = new int[n];
            solver.Solve(costs, n, rows);
            return rows.Order().SequenceEqual(Enumerable.Range(0, n)) && Cost(costs, rows) <= Permutations([.. Enumerable.Range(0, n)])
                .Min(p => Cost(costs, p)) + 1e-5;
        });
    }

    private static double Cost(float[] costs, int[] rowOfColumn) =>
        rowOfColumn.Select((row, column) => (double)costs[row * rowOfColumn.Length + column]).Sum();

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length <= 1 ? [items]
        : items.SelectMany((first, at) => Permutations([.. items[..at], .. items[(at + 1)..]]).Select(rest => (int[])[first, .. rest]));
}
