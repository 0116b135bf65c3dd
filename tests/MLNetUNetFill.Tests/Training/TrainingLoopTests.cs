using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public class TrainingLoopTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_phase_that_fails_ends_the_others(bool sideBySide)
    {
        using var recipe = new TwoPhases(sideBySide, Failing(), Endless());

        var failure = Assert.Throws<GapFillException>(() => TrainingLoop.Run(recipe, null, default));

        Assert.Equal("The first phase failed.", failure.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelling_ends_every_phase(bool sideBySide)
    {
        using var cancelling = new CancellationTokenSource();
        using var recipe = new TwoPhases(sideBySide, Cancelling(cancelling), Endless());

        var cancelled = Assert.ThrowsAny<OperationCanceledException>(() => TrainingLoop.Run(recipe, null, cancelling.Token));

        Assert.True(cancelling.IsCancellationRequested);
        Assert.NotNull(cancelled);
    }

    private static IEnumerable<Func<LossTerms>> Failing()
    {
        yield return Nothing;
        throw new GapFillException("The first phase failed.");
    }

    private static IEnumerable<Func<LossTerms>> Cancelling(CancellationTokenSource cancelling)
    {
        yield return Nothing;
        cancelling.Cancel();
        yield return Nothing;
    }

    private static IEnumerable<Func<LossTerms>> Endless()
    {
        while (true) yield return Nothing;
    }

    private static LossTerms Nothing()
    {
        var nothing = zeros(1).sum();
        return new LossTerms(nothing, nothing, nothing, nothing);
    }

    private sealed class TwoPhases(bool sideBySide, IEnumerable<Func<LossTerms>> first, IEnumerable<Func<LossTerms>> second)
        : ITrainingRecipe
    {
        public nn.Module Network { get; } = nn.Linear(1, 1);
        public Device Device => CPU;
        public int CellCount => 1;
        public int Epochs => 1;
        public int? Patience => null;
        public double LearningRate => 1;
        public bool RunsSideBySide => sideBySide;

        public IReadOnlyList<TrainingPhase> Prepare(int epoch, CancellationToken cancellation) => [new(null, first), new(null, second)];

        public double Validate(CancellationToken cancellation) => 0;

        public void Dispose() => Network.Dispose();
    }
}
