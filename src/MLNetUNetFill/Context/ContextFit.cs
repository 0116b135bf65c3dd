namespace MLNetUNetFill.Context;

/// <summary>
/// Learns a <see cref="CellContext"/> from a count matrix, again and again from thinned and masked versions of it. Gene statistics come
/// from all cells, the bases from the landmarks. Every fit starts anew: from the bases of the version before it would inherit what is
/// hidden now.
/// </summary>
/// <param name="landmarks">The cells that are landmarks, ascending, at least 2.</param>
/// <param name="seed">Seed of the starting subspaces.</param>
/// <param name="device">Where to compute.</param>
internal sealed class ContextFit(int[] landmarks, int seed, Device device)
{
    private const int NeighbourhoodRank = 20, StandardisedRank = 30, ResidualRank = 20;
    private const float Threshold = 0.15f, CoarseThreshold = 0.3f;
    private const int Iterations = 5;

    /// <summary>Learns the context of a version of the training matrix: the same cells and entries with other counts or
    /// libraries.</summary>
    /// <param name="counts">The version.</param>
    /// <param name="cancellation">Checked between two decompositions.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public CellContext Fit(TrainingCounts counts, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var moments = GeneMoments.Measure(counts);
        var (dense, libraries) = Dense(counts);
        var x = dense.ToTensor(landmarks.Length, counts.GeneCount).to(device);
        var library = libraries.ToTensor(landmarks.Length, 1).to(device);
        var expression = Only(() => TorchCells.Log1pCp10k(x, library));

        cancellation.ThrowIfCancellationRequested();
        var centred = Only(() => (expression - Gene(moments.OverallMean)) / Gene(moments.OverallDeviation));
        var standardised = Leading(StandardisedRank, centred, cancellation);
        var neighbourhood = standardised.narrow(1, 0, Math.Min(NeighbourhoodRank, standardised.shape[1]));
        var scores = centred.mm(neighbourhood).ToManaged();
        centred.Dispose();
        var residual = Only(() => Leading(ResidualRank,
            ResidualChannel.PearsonResidual(x, (library * Gene(moments.Share)).Times(counts.VisibleShare)), cancellation));
        var z = Only(() => (expression - Gene(moments.Mean)) / Gene(moments.Deviation));
        expression.Dispose();
        var observed = x.IsAbove(0).to(ScalarType.Float32);
        var (completion, coarse) = Complete(z, observed, cancellation);
        var related = GeneRelations.Of(z, observed, completion.Basis.ToTensor(counts.GeneCount, completion.Rank).to(device),
            completion.Shrinkage.ToTensor().to(device), cancellation);
        var (medianLibrary, logMean, logDeviation) = LibrarySizes(counts.Libraries);
        return new CellContext(
            Mean: moments.Mean, Deviation: moments.Deviation, DetectionRate: moments.DetectionRate, Share: moments.Share,
            MedianLibrary: medianLibrary, LogLibraryMean: logMean, LogLibraryDeviation: logDeviation,
            Neighbourhood: new(moments.OverallMean, moments.OverallDeviation, neighbourhood.ToManaged(), (int)neighbourhood.shape[1]),
            Standardised: new(moments.OverallMean, moments.OverallDeviation, standardised.ToManaged(), (int)standardised.shape[1]),
            ResidualBasis: residual.ToManaged(), Completion: completion, CoarseCompletion: coarse, Related: related,
            Landmarks: new LandmarkBank(landmarks.Length, dense, libraries, scores));
    }

    /// <summary>The median, and mean and standard deviation of the logarithm.</summary>
    private static (float Median, float LogMean, float LogDeviation) LibrarySizes(float[] libraries)
    {
        var sorted = libraries.Order().ToArray();
        var logs = sorted.Select(library => Math.Log(library)).ToArray();
        var mean = logs.Average();
        return ((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, (float)mean,
            (float)(Math.Sqrt(logs.Average(log => (log - mean) * (log - mean))) + 1e-6));
    }

    /// <summary>A result without the tensors on the way to it: each is as large as all landmarks.</summary>
    private static Tensor Only(Func<Tensor> compute)
    {
        using var scope = NewDisposeScope();
        return compute().MoveToOuterDisposeScope();
    }

    private Tensor Leading(int rank, Tensor matrix, CancellationToken cancellation) =>
        new SubspaceIteration(rank, seed).Refine(matrix, Iterations, cancellation).Basis;

    private (LowRankCompletion Fine, LowRankCompletion Coarse) Complete(Tensor z, Tensor observed, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var softImpute = new SoftImpute(z, observed, seed, cancellation);
        return (At(Threshold), At(CoarseThreshold));

        LowRankCompletion At(float threshold)
        {
            using var inner = NewDisposeScope();
            var (basis, shrinkage, _) = softImpute.Complete(threshold, cancellation);
            return new LowRankCompletion(basis.ToManaged(), shrinkage);
        }
    }

    private (float[] Counts, float[] Libraries) Dense(TrainingCounts counts)
    {
        var dense = new float[landmarks.Length * counts.GeneCount];
        for (var i = 0; i < landmarks.Length; i++) counts.CopyTo(landmarks[i], dense.AsSpan(i * counts.GeneCount, counts.GeneCount));
        return (dense, [.. landmarks.Select(cell => counts.Libraries[cell])]);
    }

    private Tensor Gene(float[] values) => values.ToTensor().to(device);
}
