namespace MLNetUNetFill.Numerics;

/// <summary>
/// Low-rank completion of a matrix: in every round the missing entries are replaced by those of a singular value decomposition with
/// soft-thresholded values (soft-impute; Mazumder, Hastie and Tibshirani, JMLR 2010).
/// </summary>
/// <remarks>The first decomposition is that of the observed entries alone, the same for every threshold.</remarks>
internal sealed class SoftImpute
{
    private const int Rank = 20;
    private const int Rounds = 6;
    private const int FirstIterations = 5;

    private readonly Tensor _known, _isMissing, _firstBasis;
    private readonly float[] _firstValues;
    private readonly SubspaceIteration _first;

    /// <summary>Decomposes the observed entries. The tensors belong to the caller's dispose scope.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>.</param>
    /// <param name="observed">1 where an entry is observed, else 0, <c>[rows, columns]</c>.</param>
    /// <param name="seed">Seed of the starting subspace.</param>
    /// <param name="cancellation">Checked before every multiplication.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public SoftImpute(Tensor matrix, Tensor observed, int seed, CancellationToken cancellation)
    {
        using var noGradient = no_grad();
        (_known, _isMissing, _first) = (matrix * observed, observed.neg().Plus(1), new SubspaceIteration(Rank, seed));
        (_firstBasis, _firstValues) = _first.Refine(_known, FirstIterations, cancellation);
    }

    /// <summary>Completes the matrix.</summary>
    /// <param name="threshold">Share of the first singular value that all lose.</param>
    /// <param name="cancellation">Checked before every multiplication.</param>
    /// <returns>Right singular vectors, <c>[columns, rank]</c>; the factor that shrinks each, (d - threshold) / d; and all entries as this
    /// decomposition has them, observed ones, too.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public (Tensor Basis, float[] Shrinkage, Tensor Completed) Complete(float threshold, CancellationToken cancellation)
    {
        using var outer = NewDisposeScope();
        using var noGradient = no_grad();
        var subspace = _first.Copy();
        var completed = zeros_like(_known);
        for (var round = 1; ; round++)
        {
            using var scope = NewDisposeScope();
            var filled = _known.Plus(_isMissing, completed);
            var (basis, values) = round == 1 ? (_firstBasis, _firstValues) : subspace.Refine(filled, 1, cancellation);
            // Directions that are shrunk to nothing need not be stored.
            float[] shrinkage = [.. values.TakeWhile((value, i) => i == 0 || value > threshold * values[0])
                .Select(value => value > 0 ? Math.Max(0, value - threshold * values[0]) / value : 0)];
            basis = basis.narrow(1, 0, shrinkage.Length);
            completed.Dispose();
            completed = (filled.mm(basis) * shrinkage.ToTensor().to(_known.device)).mm(basis.t()).MoveToOuterDisposeScope();
            if (round < Rounds) continue;
            return (basis.MoveToOuterDisposeScope().MoveToOuterDisposeScope(), shrinkage, completed.MoveToOuterDisposeScope());
        }
    }
}
