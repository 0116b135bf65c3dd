using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class ClusterAgreementTests
{
    private static readonly string[] Types = [.. Enumerable.Range(0, 60).Select(cell => $"type {cell % 3}")];

    [Fact]
    public void Well_separated_types_agree_at_every_seed() =>
        Assert.Equal(new ClusterAgreement(1, 0, 1, 0), ClusterAgreement.Compute(Matrix(4), Types, 1, CancellationToken.None, runs: 3));

    [Fact]
    public void Noise_does_not_agree()
    {
        var agreement = ClusterAgreement.Compute(Matrix(0), Types, 1, CancellationToken.None, runs: 4);

        Assert.InRange(agreement.Ari, -0.2, 0.2);
        Assert.InRange(agreement.AriSpread, 0, 0.2);
        Assert.Equal(agreement, ClusterAgreement.Compute(Matrix(0), Types, 1, CancellationToken.None, runs: 4));
    }

    [Fact]
    public void It_can_be_stopped() =>
        Assert.Throws<OperationCanceledException>(() => ClusterAgreement.Compute(Matrix(4), Types, 1, new CancellationToken(true),
        runs: 1));

    /// <summary>Each type raises its own third of the genes.</summary>
    private static SparseCells Matrix(float height)
    {
        var random = new Random(1);
        float[] dense = [.. Enumerable.Range(0, 60 * 40).Select(i => random.NextSingle() + (i % 40 % 3 == i / 40 % 3 ? height : 0))];
        return SparseCells.FromDense(dense, 40);
    }
}
