using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Cells;

/// <summary>What fitting a context and making its channels both compute, cells in rows, genes in columns.</summary>
internal static class CellExpression
{
    /// <summary>log1p CP10k.</summary>
    /// <param name="counts"><c>[N, G]</c>.</param>
    /// <param name="libraries"><c>[N, 1]</c>, above 0.</param>
    public static Tensor Normalize(Tensor counts, Tensor libraries) => (counts / libraries).Times(1e4).log1p();

    /// <summary>
    /// Pearson residuals under a negative binomial with dispersion 2, clipped to 5 (after Lause, Berens and Kobak, Genome Biology 2021);
    /// 0.02 keeps genes with hardly any expected count from weighing too much.
    /// </summary>
    /// <param name="counts"><c>[N, G]</c>.</param>
    /// <param name="expected">Expected counts, <c>[N, G]</c>.</param>
    public static Tensor PearsonResidual(Tensor counts, Tensor expected) =>
        ((counts - expected) / expected.Plus(expected.Squared().Times(0.5)).Plus(0.02).sqrt()).Within(-5, 5);

    /// <summary>Fills the unobserved entries of z by projecting on a fixed basis, shrunk, several times.</summary>
    /// <param name="z"><c>[N, G]</c>.</param>
    /// <param name="observed">1 where z counts, else 0, <c>[N, G]</c>.</param>
    /// <param name="basis"><c>[G, rank]</c>.</param>
    /// <param name="shrinkage"><c>[rank]</c>.</param>
    /// <param name="iterations">How often.</param>
    public static Tensor Complete(Tensor z, Tensor observed, Tensor basis, Tensor shrinkage, int iterations)
    {
        var back = (basis * shrinkage).t().contiguous();
        var (known, hidden) = (z * observed, observed.neg().Plus(1));
        var completed = zeros_like(z);
        for (var i = 0; i < iterations; i++)
        {
            using var scope = NewDisposeScope();
            var before = completed;
            completed = known.Plus(hidden, before).mm(basis).mm(back).MoveToOuterDisposeScope();
            before.Dispose();
        }
        return completed;
    }
}
