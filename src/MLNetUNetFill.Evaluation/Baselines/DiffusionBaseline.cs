using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// MAGIC: log1p CP10k diffused over a graph of the cells. The affinity of a cell to its nearest ones is
/// <c>exp(-(distance / bandwidth)^decay)</c>, the bandwidth its distance to the <see cref="Neighbours"/>th; affinities are made symmetric,
/// <c>(K + K^T) / 2</c>, rows scaled to sum 1, and the data multiplied by this matrix <see cref="Steps"/> times. Replaces every entry.
/// The defaults are those of the authors' software, version 3; distances are taken on principal components.
/// </summary>
public sealed record DiffusionBaseline : Baseline
{
    // Affinities below this are cut off, as in the authors' software.
    private const double LeastAffinity = 1e-4;

    /// <summary>Neighbour whose distance is the bandwidth (<c>knn</c>); three times as many have an affinity (<c>knn_max</c>). Default 5,
    /// at least 1.</summary>
    public int Neighbours { get; init => field = OptionRange.AtLeast(1, value, nameof(Neighbours)); } = 5;

    /// <summary>How fast affinity falls with distance (<c>decay</c>). Default 1, at least 0.</summary>
    public double Decay { get; init => field = OptionRange.NotNegative(value, nameof(Decay)); } = 1;

    /// <summary>Diffusion steps (<c>t</c>). Default 3, at least 1.</summary>
    public int Steps { get; init => field = OptionRange.AtLeast(1, value, nameof(Steps)); } = 3;

    /// <summary>Number of principal components (<c>n_pca</c>). Default 100, at least 1.</summary>
    public int Components { get; init => field = OptionRange.AtLeast(1, value, nameof(Components)); } = 100;

    /// <inheritdoc/>
    public override string Name => "diffusion";

    /// <inheritdoc/>
    public override string Source => "MAGIC: van Dijk et al., Cell 174:716-729, 2018";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var cells = counts.Normalize().Cells;
        var scores = PrincipalComponents.Scores(cells, Components, seed: 0, cancellation: cancellation);
        var transitions = Transitions(scores, cells.CellCount, cancellation);
        var (diffused, next) = (DenseCells.FromSparse(cells), DenseCells.Zeros(cells.CellCount, cells.GeneCount));
        for (var step = 0; step < Steps; step++)
        {
            for (var cell = 0; cell < cells.CellCount; cell++)
            {
                cancellation.ThrowIfCancellationRequested();
                var row = next.AsSpan(cell * cells.GeneCount, cells.GeneCount);
                row.Clear();
                foreach (var (other, weight) in transitions[cell])
                    TensorPrimitives.MultiplyAdd(diffused.AsSpan(other * cells.GeneCount, cells.GeneCount), weight, row, row);
            }
            (diffused, next) = (next, diffused);
        }
        return new Imputation(diffused);
    }

    /// <summary>The rows of the diffusion operator: cells that a cell exchanges with, ascending, and the shares, which sum to 1.</summary>
    private (int Cell, float Share)[][] Transitions(float[] scores, int count, CancellationToken cancellation)
    {
        var nearest = NearestNeighbours.FindAll(scores, count, 3 * Neighbours, cancellation);
        var dimensions = scores.Length / count;
        var affinities = new SortedDictionary<int, double>[count];
        for (var cell = 0; cell < count; cell++) affinities[cell] = new() { [cell] = 1 };
        for (var cell = 0; cell < count; cell++)
        {
            double[] distances = [.. nearest[cell].Select(other => (double)TensorPrimitives.Distance<float>(Point(cell), Point(other)))];
            var bandwidth = distances.Length == 0 ? 1 : distances[Math.Min(Neighbours, distances.Length) - 1];
            for (var i = 0; i < distances.Length; i++)
            {
                // Cells that coincide with their neighbours have no bandwidth: they are as near as can be.
                var affinity = bandwidth > 0 ? Math.Exp(-Math.Pow(distances[i] / bandwidth, Decay)) : distances[i] > 0 ? 0 : 1;
                if (affinity < LeastAffinity) continue;
                Add(cell, nearest[cell][i], affinity / 2);
                Add(nearest[cell][i], cell, affinity / 2);
            }
        }
        return [.. affinities.Select(row =>
        {
            var total = row.Values.Sum();
            return row.Select(entry => (entry.Key, (float)(entry.Value / total))).ToArray();
        })];

        ReadOnlySpan<float> Point(int cell) => scores.AsSpan(cell * dimensions, dimensions);

        void Add(int from, int to, double affinity) => affinities[from][to] = affinities[from].GetValueOrDefault(to) + affinity;
    }
}
