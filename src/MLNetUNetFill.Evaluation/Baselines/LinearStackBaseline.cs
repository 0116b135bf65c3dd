using System.Numerics.Tensors;
using MLNetUNetFill.Hiding;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Every missing entry gets a weighted sum of predictions from neighbours of three sizes, a low-rank completion and the statistics of its
/// cell and gene; observed entries stay. The weights are learned by ridge regression on a tenth of the observed entries, masked at random,
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
    public override string Source =>
        "Stacked generalisation: Wolpert, Neural Networks 5:241-259, 1992, on this component's context channels; not published as an "
            + "imputation method";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var matrix = TrainingCounts.Build(counts);
        var ridge = new RidgeRegression(StackFeatures.Count);
        AddMasked(matrix, ridge.Add, cancellation);
        var (weights, intercept) = ridge.Solve(Penalty);

        var cells = matrix.Normalize();
        var (known, moments) = Features(matrix, cancellation);
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

    /// <summary>What the weights are learned on: masked entries, and features that nothing of their values has gone into.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="add">Takes the features of an entry and its value, in standard deviations from its gene's mean.</param>
    /// <param name="cancellation">Checked for every cell.</param>
    internal void AddMasked(TrainingCounts matrix, Action<ReadOnlySpan<float>, double> add, CancellationToken cancellation)
    {
        var masked = new ValidationSplit(matrix, MaskRate, Seed);
        var seen = matrix.Without(masked.EntriesOf).AsIfComplete(matrix);
        var (known, moments) = Features(seen, cancellation);
        var features = new float[matrix.GeneCount * StackFeatures.Count];
        for (var cell = 0; cell < matrix.CellCount; cell++)
        {
            cancellation.ThrowIfCancellationRequested();
            known.Fill(cell, features);
            foreach (var entry in masked.EntriesOf(cell))
            {
                var gene = matrix.Genes[entry];
                var value = LibrarySize.Log1pCp10k(matrix.Values[entry], seen.Libraries[cell]);
                add(features.AsSpan(gene * StackFeatures.Count, StackFeatures.Count),
                    (value - moments.Mean[gene]) / moments.Deviation[gene]);
            }
        }
    }

    private static (StackFeatures Known, GeneMoments Moments) Features(TrainingCounts version, CancellationToken cancellation)
    {
        var moments = GeneMoments.Measure(version);
        return (new StackFeatures(version.Normalize(), moments, Standardised(version.Libraries), cancellation), moments);
    }

    private static float[] Standardised(float[] libraries)
    {
        double[] logs = [.. libraries.Select(library => Math.Log(library))];
        var (mean, deviation) = (logs.Average(), TensorPrimitives.StdDev<double>(logs));
        return [.. logs.Select(log => deviation > 0 ? (float)((log - mean) / deviation) : 0)];
    }
}
