namespace MLNetUNetFill.Numerics;

/// <summary>
/// Low-rank completion of a matrix: in every round the missing entries are replaced by those of a singular value decomposition with
/// soft-thresholded values (soft-impute; Mazumder, Hastie and Tibshirani, JMLR 2010).
/// </summary>
internal static class SoftImpute
{
    private const int Rank = 20;
    private const int Rounds = 6;
    private const int FirstIterations = 5;

    /// <summary>Completes a matrix.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>.</param>
    /// <param name="observed">1 where an entry is observed, else 0, <c>[rows, columns]</c>.</param>
    /// <param name="threshold">Share of the first singular value that all lose.</param>
    /// <param name="seed">Seed of the starting subspace.</param>
    /// <param name="cancellation">Checked before every multiplication.</param>
    /// <returns>Right singular vectors, <c>[columns, rank]</c>; the factor that shrinks each, (d - threshold) / d; and all entries as this
    /// decomposition has them, observed ones, too.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static (Tensor Basis, float[] Shrinkage, Tensor Completed) Complete(Tensor matrix, Tensor observed, float threshold, int seed,
        CancellationToken cancellation)
    {
        using var outer = NewDisposeScope();
        using var noGradient = no_grad();
        var subspace = new SubspaceIteration(Rank, seed);
        var (known, isMissing) = (matrix * observed, observed.neg().Plus(1));
        var completed = zeros_like(known);
        for (var round = 1; ; round++)
        {
            using var scope = NewDisposeScope();
            var filled = known.Plus(isMissing, completed);
            var (basis, values) = subspace.Refine(filled, round == 1 ? FirstIterations : 1, cancellation);
            // Directions that are shrunk to nothing need not be stored.
            float[] shrinkage = [.. values.TakeWhile((value, i) => i == 0 || value > threshold * values[0])
                .Select(value => value > 0 ? Math.Max(0, value - threshold * values[0]) / value : 0)];
            basis = basis.narrow(1, 0, shrinkage.Length);
            completed.Dispose();
            completed = (filled.mm(basis) * tensor(shrinkage).to(matrix.device)).mm(basis.t()).MoveToOuterDisposeScope();
            if (round < Rounds) continue;
            return (basis.MoveToOuterDisposeScope().MoveToOuterDisposeScope(), shrinkage, completed.MoveToOuterDisposeScope());
        }
    }
}
