using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Numerics;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Every missing entry gets a weighted sum of predictions from neighbours of three sizes, a low-rank completion and the statistics of its cell and
/// gene; observed entries stay. The weights are learned by ridge regression on a tenth of the observed entries, masked at random,
/// with all features made without them. It shows what the context channels of the U-Net are worth without a network.
/// </summary>
public sealed record LinearStackBaseline : Baseline
{
    /// <summary>Share of the observed entries that the weights are learned on. Default 0.1, range [0, 1].</summary>
    public double MaskRate { get; init => field = OptionRange.Share(value, nameof(MaskRate)); } = 0.1;

    /// <summary>Penalty on the squared weights. Default 1, above 0.</summary>
    public double Penalty { get; init => field = OptionRange.Positive(value, nameof(Penalty)); } = 1;

    /// <summary>Seed of the mask. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override string Name => "linear-stack";

    /// <inheritdoc/>
    public override string Source => "Stacked generalisation: Wolpert, Neural Networks 5:241-259, 1992, on this component's context channels; not published as an imputation method";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var cells = counts.Normalize().Cells;
        var moments = GeneMoments.Measure(TrainingCounts.Build(counts));
        var libraries = StandardisedLibraries(counts);
        var (weights, intercept) = Learn(cells, moments, libraries, cancellation);

        var known = new StackFeatures(cells, moments, libraries, cancellation);
        var features = new float[cells.GeneCount * StackFeatures.Count];
        var filled = DenseCells.Zeros(cells.CellCount, cells.GeneCount);
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            cancellation.ThrowIfCancellationRequested();
            known.Fill(cell, features);
            for (var gene = 0; gene < cells.GeneCount; gene++)
            {
                var deviations = intercept;
                for (var i = 0; i < weights.Length; i++) deviations += weights[i] * features[gene * StackFeatures.Count + i];
                filled[cell * cells.GeneCount + gene] = (float)Math.Max(0, deviations * moments.Deviation[gene] + moments.Mean[gene]);
            }
        }
        DenseCells.RestoreObserved(cells, filled);
        return new Imputation(filled);
    }

    private (double[] Weights, double Intercept) Learn(SparseCells cells, GeneMoments moments, float[] libraries, CancellationToken cancellation)
    {
        var isMasked = new bool[cells.Values.Length];
        var random = new SplitMix64(Seed, cells.Values.Length);
        foreach (ref var masked in isMasked.AsSpan()) masked = random.NextDouble() < MaskRate;

        var known = new StackFeatures(Without(cells, isMasked), moments, libraries, cancellation);
        var ridge = new RidgeRegression(StackFeatures.Count);
        var features = new float[cells.GeneCount * StackFeatures.Count];
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            cancellation.ThrowIfCancellationRequested();
            known.Fill(cell, features);
            for (var i = cells.RowStarts[cell]; i < cells.RowStarts[cell + 1]; i++)
            {
                var gene = cells.Genes[i];
                if (isMasked[i])
                    ridge.Add(features.AsSpan(gene * StackFeatures.Count, StackFeatures.Count), (cells.Values[i] - moments.Mean[gene]) / moments.Deviation[gene]);
            }
        }
        return ridge.Solve(Penalty);
    }

    private static SparseCells Without(SparseCells cells, bool[] isMasked)
    {
        var builder = new SparseCellsBuilder(cells.GeneCount);
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            for (var i = cells.RowStarts[cell]; i < cells.RowStarts[cell + 1]; i++)
                if (!isMasked[i]) builder.Add(cells.Genes[i], cells.Values[i]);
            builder.EndCell();
        }
        return builder.Build();
    }

    private static float[] StandardisedLibraries(CountMatrix counts)
    {
        double[] logs = [.. Enumerable.Range(0, counts.CellCount).Select(cell => Math.Log(counts.LibrarySize(cell)))];
        var mean = logs.Average();
        var deviation = Math.Sqrt(logs.Average(log => (log - mean) * (log - mean)));
        return [.. logs.Select(log => deviation > 0 ? (float)((log - mean) / deviation) : 0)];
    }
}
