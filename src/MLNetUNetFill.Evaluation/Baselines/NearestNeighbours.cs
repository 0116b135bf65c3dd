using System.Numerics.Tensors;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Exact nearest neighbours in Euclidean distance, by comparing every pair.</summary>
internal static class NearestNeighbours
{
    /// <summary>Finds the neighbours of every cell on principal components of its expression.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="neighbours">How many neighbours; all other cells if there are fewer.</param>
    /// <param name="components">Number of principal components; fewer if there are fewer cells or genes.</param>
    /// <returns>For each cell its neighbours, nearest first, without itself.</returns>
    public static int[][] Find(SparseCells cells, int neighbours, int components) =>
        Find(PrincipalComponents.Scores(cells, components, seed: 0), cells.CellCount, neighbours);

    /// <summary>Finds the neighbours of every point.</summary>
    /// <param name="points">Row-major, points x dimensions.</param>
    /// <param name="count">Number of points.</param>
    /// <param name="neighbours">How many neighbours; all other points if there are fewer.</param>
    /// <returns>For each point the indices of its neighbours, nearest first, without itself; of equally near ones the first come first.</returns>
    public static int[][] Find(float[] points, int count, int neighbours)
    {
        var nearest = new int[count][];
        if (count == 0) return nearest;
        int dimensions = points.Length / count, wanted = Math.Min(neighbours, count - 1);
        Parallel.For(0, count, point =>
        {
            // Few neighbours are wanted: keep them sorted by insertion instead of sorting all distances.
            Span<float> distances = new float[wanted];
            var found = new int[wanted];
            var length = 0;
            for (var other = 0; other < count; other++)
            {
                if (other == point) continue;
                var distance = TensorPrimitives.Distance(points.AsSpan(point * dimensions, dimensions), points.AsSpan(other * dimensions, dimensions));
                if (length == wanted && (wanted == 0 || distance >= distances[^1])) continue;
                var at = length < wanted ? length++ : wanted - 1;
                for (; at > 0 && distances[at - 1] > distance; at--) (distances[at], found[at]) = (distances[at - 1], found[at - 1]);
                (distances[at], found[at]) = (distance, other);
            }
            nearest[point] = found;
        });
        return nearest;
    }
}
