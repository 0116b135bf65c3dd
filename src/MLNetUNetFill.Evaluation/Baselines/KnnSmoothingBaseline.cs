using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// kNN-smoothing 2: a cell's counts become the sum of the raw counts of its nearest cells, itself included, in steps of 2, 4, 8, ... cells.
/// In each step neighbours are found on the counts smoothed so far, median-normalised, Freeman-Tukey transformed (<c>sqrt(x) + sqrt(x +
/// 1)</c>), projected on principal components and dithered. Replaces every entry; the smoothed counts are given as log1p CP10k.
/// </summary>
public sealed record KnnSmoothingBaseline : Baseline
{
    /// <summary>Cells summed up, the cell itself included (<c>k</c>; the authors set no default). Default 16, at least 1; all cells if
    /// there are fewer.</summary>
    public int Neighbours { get; init => field = OptionRange.AtLeast(1, value, nameof(Neighbours)); } = 16;

    /// <summary>Number of principal components (<c>d</c>). Default 10, as published, at least 1.</summary>
    public int Components { get; init => field = OptionRange.AtLeast(1, value, nameof(Components)); } = 10;

    /// <summary>Width of the uniform noise on each component, as a share of its range, which keeps ties apart. Default 0.03, as published;
    /// at least 0.</summary>
    public double Dither { get; init => field = OptionRange.NotNegative(value, nameof(Dither)); } = 0.03;

    /// <summary>Seed of the dither. Default 0.</summary>
    public int Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "knn-smoothing";

    /// <inheritdoc/>
    public override string Source => "kNN-smoothing 2: Wagner, Yan and Yanai, bioRxiv 217737, 2018";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var smoothed = DenseCells.FromSparse(counts.Cells);
        var all = Math.Min(Neighbours, counts.CellCount);
        for (var (step, summed) = (1, 1); summed < all; step++)
        {
            summed = Math.Min(2 * summed, all);
            var scores = PrincipalComponents.Scores(Stabilise(smoothed, counts.GeneCount), Components, Seed, cancellation: cancellation);
            AddDither(scores, counts.CellCount, step);
            var nearest = NearestNeighbours.FindAll(scores, counts.CellCount, summed - 1, cancellation);
            smoothed = CellNeighbours.Impute(counts.Cells, [.. nearest.Select((others, cell) => (int[])[.. others, cell])], cancellation,
                (sums, _, row) => sums.Sums.CopyTo(row));
        }
        DenseCells.Log1pCp10k(smoothed, counts.GeneCount);
        return new Imputation(smoothed);
    }

    /// <summary>Median-normalised and Freeman-Tukey transformed, less 1, so that a zero stays 0: principal components do not see the
    /// shift.</summary>
    private static SparseCells Stabilise(float[] smoothed, int geneCount)
    {
        double[] libraries = [.. Enumerable.Range(0, smoothed.Length / geneCount)
            .Select(cell => (double)TensorPrimitives.Sum<float>(smoothed.AsSpan(cell * geneCount, geneCount)))];
        var median = Quantiles.Median(libraries);
        var builder = new SparseCellsBuilder(geneCount);
        for (var cell = 0; cell < libraries.Length; cell++)
        {
            var row = smoothed.AsSpan(cell * geneCount, geneCount);
            for (var gene = 0; gene < geneCount; gene++)
            {
                if (row[gene] == 0) continue;
                var normalised = row[gene] * median / libraries[cell];
                builder.Add(gene, (float)(Math.Sqrt(normalised) + Math.Sqrt(normalised + 1) - 1));
            }
            builder.EndCell();
        }
        return builder.Build();
    }

    private void AddDither(float[] scores, int cells, int step)
    {
        var random = new SplitMix64(Seed, step);
        var components = scores.Length / cells;
        for (var component = 0; component < components; component++)
        {
            var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
            for (var i = component; i < scores.Length; i += components)
                (least, most) = (Math.Min(least, scores[i]), Math.Max(most, scores[i]));
            for (var i = component; i < scores.Length; i += components)
                scores[i] += (float)((random.NextDouble() - 0.5) * (most - least) * Dither);
        }
    }
}
