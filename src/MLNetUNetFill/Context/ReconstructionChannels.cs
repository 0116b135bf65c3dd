namespace MLNetUNetFill.Context;

/// <summary>The cell's standardised expression rebuilt from its leading components.</summary>
/// <remarks><c>Reconstruction10</c> takes the first 10 components of <see cref="CellContext.Standardised"/>, <c>Reconstruction30</c> all of
/// them.</remarks>
internal sealed class ReconstructionChannels : IChannelGroup
{
    /// <summary>Components of the first channel.</summary>
    public const int Few = 10;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["Reconstruction10", "Reconstruction30"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var (context, subspace) = (cells.Context, cells.Context.Numbers.Standardised);
        var basis = context.Basis(subspace.Basis);
        var scores = ((cells.Expression - context.PerGene(subspace.Centre)) / context.PerGene(subspace.Scale)).mm(basis);
        var few = Math.Min(Few, subspace.Rank);
        return [scores.narrow(1, 0, few).mm(basis.narrow(1, 0, few).t()), scores.mm(basis.t())];
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var (graph, subspace) = (cells.Graph, cells.Context.Standardised);
        var (scores, basis) = cells.Project("standardised", subspace);
        var all = graph.Node("MatMul", "reconstruction", [scores, graph.Transposed($"{basis}_back", basis)]);
        if (subspace.Rank <= Few) return [all, all];
        var (fewScores, fewComponents) = (First(scores), First(basis));
        return [graph.Node("MatMul", "short_reconstruction", [fewScores, graph.Transposed($"{fewComponents}_back", fewComponents)]), all];

        string First(string values) => graph.Node("Slice", $"{values}_first", [values, graph.Initializer("first_from", [0L], 1),
            graph.Initializer("first_to", [(long)Few], 1), graph.Initializer("first_axis", [1L], 1)]);
    }
}
