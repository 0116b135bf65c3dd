using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// k-means: the initial centroids at random, by k-means++ (Arthur and Vassilvitskii, SODA 2007) or, where ML.NET has k-means|| with its
/// better starts, by greedy k-means++; then Lloyd's iterations.
/// As in ML.NET, the weights count in the choice of the initial centroids only.
/// </summary>
internal sealed class Lloyd
{
    private readonly float[][] _points;
    private readonly float[] _weights;
    private readonly Random _random;

    internal Lloyd(float[][] points, float[] weights, Random random) => (_points, _weights, _random) = (points, weights, random);

    internal float[][] Fit(int k, KMeansTrainer.InitializationAlgorithm initialization, int maximumIterations, float tolerance)
    {
        var centroids = initialization switch
        {
            KMeansTrainer.InitializationAlgorithm.Random => AtRandom(k),
            KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus => PlusPlus(k, draws: 1),
            _ => PlusPlus(k, draws: 2 + (int)Math.Log(k)),
        };
        double previous = double.PositiveInfinity;
        for (int iteration = 0; iteration < maximumIterations; iteration++)
        {
            double average = Update(centroids) / _points.Length;
            if (!(previous - average >= tolerance))
                break;
            previous = average;
        }
        return centroids;
    }

    /// <summary>Assigns the points and moves each centroid to the mean of its points; returns the sum of squared distances before the move.</summary>
    private double Update(float[][] centroids)
    {
        int dimension = centroids[0].Length;
        var sums = centroids.Select(_ => new double[dimension]).ToArray();
        var counts = new int[centroids.Length];
        double total = 0;
        for (int i = 0; i < _points.Length; i++)
        {
            int nearest = Nearest(_points[i], centroids, out double distance);
            total += distance;
            counts[nearest]++;
            var sum = sums[nearest];
            var point = _points[i];
            for (int d = 0; d < dimension; d++)
                sum[d] += point[d];
        }
        for (int c = 0; c < centroids.Length; c++)
            if (counts[c] > 0)    // A cluster that lost all its points keeps its centroid.
                for (int d = 0; d < dimension; d++)
                    centroids[c][d] = (float)(sums[c][d] / counts[c]);
        return total;
    }

    private static int Nearest(float[] point, float[][] centroids, out double distance)
    {
        int nearest = 0;
        distance = double.PositiveInfinity;
        for (int c = 0; c < centroids.Length; c++)
        {
            double candidate = SquaredDistance(point, centroids[c]);
            if (candidate < distance)
                (nearest, distance) = (c, candidate);
        }
        return nearest;
    }

    /// <summary>Draws each next centroid with probability proportional to the squared distance, and takes the best of so many draws.</summary>
    private float[][] PlusPlus(int k, int draws)
    {
        var centroids = new float[k][];
        var distances = new double[_points.Length];
        centroids[0] = Copy(Draw(_weights.Select(w => (double)w).ToArray()));
        for (int i = 0; i < distances.Length; i++)
            distances[i] = SquaredDistance(_points[i], centroids[0]);

        for (int c = 1; c < k; c++)
        {
            var probabilities = distances.Select((d, i) => _weights[i] * d).ToArray();
            if (probabilities.Sum() <= 0)
                throw new InvalidOperationException($"Not enough distinct instances to populate {k} clusters (only found {c} distinct instances).");
            var best = Enumerable.Range(0, draws)
                .Select(_ => Draw(probabilities))
                .Select(index => (index, distances: distances.Select((d, i) => Math.Min(d, SquaredDistance(_points[i], _points[index]))).ToArray()))
                .MinBy(candidate => Potential(candidate.distances));
            centroids[c] = Copy(best.index);
            distances = best.distances;
        }
        return centroids;
    }

    private float[][] AtRandom(int k)
    {
        if (_points.Length < k)
            throw new InvalidOperationException($"Not enough instances to populate {k} clusters (found {_points.Length}).");
        var order = Enumerable.Range(0, _points.Length).ToArray();
        _random.Shuffle(order);
        return order.Take(k).Select(Copy).ToArray();
    }

    private double Potential(double[] distances)
    {
        double sum = 0;
        for (int i = 0; i < distances.Length; i++)
            sum += _weights[i] * distances[i];
        return sum;
    }

    private int Draw(double[] probabilities)
    {
        double target = _random.NextDouble() * probabilities.Sum();
        int last = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] <= 0)
                continue;
            last = i;
            target -= probabilities[i];
            if (target < 0)
                break;
        }
        return last;
    }

    private float[] Copy(int index) => (float[])_points[index].Clone();

    private static double SquaredDistance(float[] x, float[] y)
    {
        float distance = TensorPrimitives.Distance<float>(x, y);
        return (double)distance * distance;
    }
}
