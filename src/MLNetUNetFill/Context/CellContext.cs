using System.Diagnostics.CodeAnalysis;

namespace MLNetUNetFill.Context;

/// <summary>All that the context channels of a cell need besides the cell itself: learned on the training cells, stored in the model, so that a cell
/// is scored alone.</summary>
internal sealed record CellContext : RateContext
{
    /// <summary>Adds to a context of the rate what the value's own channels need.</summary>
    [SetsRequiredMembers]
    public CellContext(RateContext rate, LowRankCompletion coarseCompletion, RelatedGenes related) : base(rate) =>
        (CoarseCompletion, Related) = (coarseCompletion, related);

    /// <summary>A completion that is shrunk twice as much as <see cref="RateContext.Completion"/>: it trusts the strongest directions alone.</summary>
    public LowRankCompletion CoarseCompletion { get; init; }

    /// <summary>The genes whose residuals of <see cref="RateContext.Completion"/> go with a gene's.</summary>
    public RelatedGenes Related { get; init; }
}
