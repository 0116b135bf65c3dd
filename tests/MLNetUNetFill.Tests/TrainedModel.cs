using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

/// <summary>One small trained transformer for the tests that only read it.</summary>
public sealed class TrainedModel : IDisposable
{
    public UNetGapFillTransformer Transformer { get; } = new UNetGapFillEstimator(TestCells.Quick).Fit(TestCells.View());

    public void Dispose() => Transformer.Dispose();
}
