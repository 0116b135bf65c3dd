using System.Numerics.Tensors;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// ALRA: the low-rank approximation of log1p CP10k, in each gene cut off at the size of its most negative values, which are noise around
/// true zeros, and scaled to the mean and standard deviation of the gene's observed values. Observed entries that were cut off keep their
/// value;
/// all others are replaced. Options as published but for <see cref="Iterations"/>.
/// </summary>
public sealed record LowRankBaseline : Baseline
{
    private const int MostComponents = 100;
    private const double NoiseShare = 0.21;
    private const double SpacingDeviations = 6;

    /// <summary>Rank of the approximation (<c>k</c>). Default 0: the last spacing of singular values that is 6 standard deviations above
    /// those of the noise, of which the 80th to the 100th singular value (in a smaller matrix: the last fifth) consist. At least
    /// 0.</summary>
    public int Rank { get; init => field = OptionRange.AtLeast(0, value, nameof(Rank)); }

    /// <summary>Quantile of a gene's approximated values whose size is its threshold (<c>quantile.prob</c>). Default 0.001, range [0,
    /// 1].</summary>
    public double Quantile { get; init => field = OptionRange.Share(value, nameof(Quantile)); } = 0.001;

    /// <summary>Power iterations (<c>q</c>). Default 10, at least 0; used for the choice of the rank, too, where the authors use
    /// 2.</summary>
    public int Iterations { get; init => field = OptionRange.AtLeast(0, value, nameof(Iterations)); } = 10;

    /// <summary>Seed of the randomised decomposition. Default 0.</summary>
    public int Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "low-rank";

    /// <inheritdoc/>
    public override string Source => "ALRA: Linderman et al., Nature Communications 13:192, 2022";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        var cells = counts.Normalize().Cells;
        var observed = DenseCells.FromSparse(cells);
        var byGene = Approximate(observed, cells.CellCount, cells.GeneCount, cancellation);
        cancellation.ThrowIfCancellationRequested();

        var filled = DenseCells.Zeros(cells.CellCount, cells.GeneCount);
        var seen = new float[cells.CellCount];
        for (var gene = 0; gene < cells.GeneCount; gene++)
        {
            var approximated = byGene.AsSpan(gene * cells.CellCount, cells.CellCount);
            for (var cell = 0; cell < cells.CellCount; cell++) seen[cell] = observed[cell * cells.GeneCount + gene];
            Threshold(approximated);
            Rescale(approximated, seen);
            for (var cell = 0; cell < cells.CellCount; cell++)
                filled[cell * cells.GeneCount + gene] = approximated[cell] > 0 ? approximated[cell] : seen[cell];
        }
        return new Imputation(filled);
    }

    /// <summary>The low-rank approximation, genes x cells.</summary>
    private float[] Approximate(float[] observed, int cells, int genes, CancellationToken cancellation)
    {
        using var process = TorchProcess.Enter(0, cancellation);
        using var noGradient = no_grad();
        var matrix = observed.ToTensor(cells, genes);
        // q power iterations are q + 1 multiplications by the matrix and its transpose. The authors choose the rank with q = 2, which
        // leaves the small singular values, and so the rank, to chance: from 15 to 35 on one matrix.
        var rank = Rank > 0 ? Rank
            : ChooseRank(new SubspaceIteration(MostComponents, Seed).Refine(matrix, Iterations + 1, cancellation).Values);
        var (basis, _) = new SubspaceIteration(rank, Seed).Refine(matrix, Iterations + 1, cancellation);
        return basis.mm(matrix.mm(basis).t()).data<float>().ToArray();
    }

    /// <summary>The last singular value that stands out from its successor.</summary>
    internal static int ChooseRank(float[] singularValues)
    {
        double[] spacings = [.. singularValues.Zip(singularValues.Skip(1), (larger, smaller) => (double)larger - smaller)];
        var noise = spacings.TakeLast(Math.Max(2, (int)Math.Round(NoiseShare * singularValues.Length))).ToArray();
        if (noise.Length < 2) return 1;
        var limit = noise.Average() + SpacingDeviations * SampleDeviation(noise);
        var last = Array.FindLastIndex(spacings, spacing => spacing > limit);
        return last < 0 ? 1 : last + 1;
    }

    /// <summary>Sets to 0 what is not above the size of the low quantile.</summary>
    private void Threshold(Span<float> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        // Between two order statistics the quantile is interpolated, as R does by default.
        var place = (sorted.Length - 1) * Quantile;
        var below = sorted[(int)place];
        var threshold = Math.Abs(below + (place - (int)place) * (sorted[(int)Math.Ceiling(place)] - below));
        foreach (ref var value in values)
            if (value <= threshold) value = 0;
    }

    /// <summary>Brings what is left to the mean and standard deviation of the observed values; what becomes negative, to 0.</summary>
    private static void Rescale(Span<float> values, ReadOnlySpan<float> seen)
    {
        var (mean, deviation) = MomentsOfNonZeros(values);
        var (target, targetDeviation) = MomentsOfNonZeros(seen);
        var scale = targetDeviation / deviation;
        if (!double.IsFinite(scale)) return;
        foreach (ref var value in values)
            if (value != 0) value = (float)Math.Max(0, (value - mean) * scale + target);
    }

    private static (double Mean, double Deviation) MomentsOfNonZeros(ReadOnlySpan<float> values)
    {
        double[] shown = [.. values.ToArray().Where(value => value != 0).Select(value => (double)value)];
        return shown.Length > 1 ? (shown.Average(), SampleDeviation(shown)) : (double.NaN, double.NaN);
    }
    /// <summary>The standard deviation of a sample of at least 2 values.</summary>
    private static double SampleDeviation(double[] values) =>
        TensorPrimitives.StdDev<double>(values) * Math.Sqrt(values.Length / (values.Length - 1.0));
}
