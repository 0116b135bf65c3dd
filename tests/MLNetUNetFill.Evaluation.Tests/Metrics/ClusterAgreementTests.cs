using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class ClusterAgreementTests
{
    private static readonly string[] Types = [.. Enumerable.Range(0, 60).Select(cell => $"type {cell % 3}")];

    [Fact]
    public void Well_separated_types_agree_at_every_seed() =>
        Assert.Equal(new ClusterAgreement(1, 0, 1, 0), ClusterAgreement.Compute(Matrix(4), Types, seeds: 3, CancellationToken.None));

    [Fact]
    public void Noise_does_not_agree()
    {
        var agreement = ClusterAgreement.Compute(Matrix(0), Types, seeds: 4, CancellationToken.None);

        Assert.InRange(agreement.Ari, -0.2, 0.2);
        Assert.InRange(agreement.AriSpread, 0, 0.2);
        Assert.Equal(agreement, ClusterAgreement.Compute(Matrix(0), Types, seeds: 4, CancellationToken.None));
    }

    [Fact]
    public void It_can_be_stopped() =>
        Assert.Throws<OperationCanceledException>(() => ClusterAgreement.Compute(Matrix(4), Types, seeds: 1, new CancellationToken(true)));

    /// <summary>Each type raises its own third of the genes.</summary>
    private static float[] Matrix(float height)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 60 * 40).Select(i => random.NextSingle() + (i % 40 % 3 == i / 40 % 3 ? height : 0))];
    }
}
