namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class ClusterScoreTests
{
    [Fact]
    public void Clusters_are_scored_against_labels()
    {
        var score = ClusterScore.Compute(["a", "a", "b", "c"], [7u, 7u, 9u, 9u]);

        Assert.Equal(4.0 / 7, score.Ari, 1e-12);
        Assert.Equal(0.8, score.Nmi, 1e-12);
        Assert.Equal(2, score.Clusters);
    }
}
