using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>
/// An estimator under test: it reads <see cref="Cells.Counts"/> of <see cref="Cells.View(int?, bool, Action{int}?)"/> and makes vectors of
/// <see cref="float"/>.
/// </summary>
/// <param name="Name">For the test's name.</param>
internal sealed record ConformanceSubject(string Name)
{
    /// <summary>A new estimator under a cancellation token.</summary>
    public required Func<CancellationToken, IEstimator<ITransformer>> Estimator { get; init; }

    /// <summary>What <see cref="Estimator"/> fits to the cells: one for all tests that only read it.</summary>
    public required Func<ITransformer> Transformer { get; init; }

    /// <summary>One that its caller may dispose.</summary>
    public required Func<ITransformer> Disposable { get; init; }

    /// <summary>The columns it adds; the first is <c>Filled</c>.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = ["Filled"];

    /// <summary>How far a value may be off when the same cell is scored in other company: matrix products round differently.</summary>
    public float Tolerance { get; init; } = 1e-5f;

    /// <summary>Whether the transformer knows its genes, so that others are refused.</summary>
    public bool KnowsItsGenes { get; init; }

    /// <summary>Whether the transformer answers what is no count with NaN instead of an error; an estimator that learns from cells refuses
    /// it all the same.</summary>
    public bool AnswersWithNaN { get; init; }

    /// <summary>Whether the estimator reads the cells that it is fitted to.</summary>
    public bool LearnsFromCells { get; init; } = true;

    public override string ToString() => Name;
}
