using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Numerics;

public sealed class NearestNeighboursTests
{
    [Fact]
    public void Neighbours_come_nearest_first_without_the_point_itself()
    {
        var nearest = NearestNeighbours.FindAll([0, 0, 3, 0, 1, 0, 0, 9], 4, 2, default);

        Assert.Equal([[2, 1], [2, 0], [0, 1], [0, 2]], nearest);
    }

    [Fact]
    public void Fewer_points_than_wanted_give_all_others()
    {
        Assert.Equal([[1], [0]], NearestNeighbours.FindAll([0, 1], 2, 15, default));
        Assert.Equal([[]], NearestNeighbours.FindAll([0], 1, 15, default));
    }

    [Fact]
    public void It_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => NearestNeighbours.FindAll(new float[20], 10, 3, new CancellationToken(true)));

    [Fact]
    public void The_nearest_are_those_that_sorting_all_distances_finds() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        float[] points = [.. Enumerable.Range(0, 40).Select(_ => (float)random.Next(6))];
        var nearest = NearestNeighbours.FindAll(points, 20, 5, default);
        double Distance(int a, int b) => Math.Pow(points[2 * a] - points[2 * b], 2) + Math.Pow(points[2 * a + 1] - points[2 * b + 1], 2);
        return Enumerable.Range(0, 20).All(point =>
            nearest[point].SequenceEqual(Enumerable.Range(0, 20).Where(other => other != point).OrderBy(other => Distance(point, other))
            .Take(5)));
    });
}
