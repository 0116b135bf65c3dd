namespace MLNetUNetFill.Context;

/// <summary>
/// The tensors of a graph from which the channels of N cells are written, in <see cref="PixelOrder"/>: the counterpart of
/// <see cref="TorchCells"/>.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="context">The context.</param>
/// <param name="order">The order of the pixels.</param>
internal sealed class GraphCells(OnnxGraphBuilder graph, CellContext context, PixelOrder order)
{
    private readonly OrderedDictionary<string, string> _channels = [];

    /// <summary>The graph.</summary>
    public OnnxGraphBuilder Graph => graph;

    /// <summary>The context.</summary>
    public CellContext Context => context;

    /// <summary>The order of the pixels.</summary>
    public PixelOrder Order => order;

    /// <summary>1 in the pixels that hold a gene, else 0, <c>[1, P]</c>.</summary>
    public string Present { get; } = order.Row("gene_present", [.. context.Mean.Select(_ => 1f)]);

    /// <summary>m, <c>[1, P]</c>.</summary>
    public string Mean { get; } = order.Row("gene_mean", context.Mean);

    /// <summary>s, 1 without a gene, <c>[1, P]</c>.</summary>
    public string Deviation { get; } = order.Row("gene_deviation", context.Deviation, elsewhere: 1);

    /// <summary>f, 1 without a gene, <c>[1, P]</c>.</summary>
    public string Share { get; } = order.Row("gene_share", context.Share, elsewhere: 1);

    /// <summary>ln f, 0 without a gene, <c>[1, P]</c>.</summary>
    public string LogShare { get; } = order.Row("gene_log_share", [.. context.Share.Select(share => MathF.Log(share))]);

    /// <summary>M, <c>[1]</c>.</summary>
    public string MedianLibrary { get; } = graph.Initializer("median_library", [context.MedianLibrary]);

    /// <summary>0.</summary>
    public required string Zero { get; init; }

    /// <summary>x, <c>[N, P]</c>.</summary>
    public required string Counts { get; init; }

    /// <summary>L, 1 for an empty cell, <c>[N, 1]</c>.</summary>
    public required string Library { get; init; }

    /// <summary>a, <c>[N, P]</c>.</summary>
    public required string Expression { get; init; }

    /// <summary>Whether x is above 0, <c>[N, P]</c>.</summary>
    public required string IsObserved { get; init; }

    /// <summary>A channel that an earlier group wrote, <c>[N, P]</c>.</summary>
    public string this[string channel] => _channels[channel];

    /// <summary>Appends all channels of some groups, in order; each group may read those of the groups before it.</summary>
    public string[] Write(IEnumerable<IChannelGroup> groups)
    {
        foreach (var group in groups)
            foreach (var (name, channel) in group.Names.Zip(group.Write(this))) _channels.Add(name, channel);
        return [.. _channels.Values];
    }

    /// <summary>One value a cell, <c>[N, 1]</c>, in every pixel that holds a gene, <c>[N, P]</c>.</summary>
    public string OnGenes(string hint, string perCell) => graph.Node("Mul", hint, [perCell, Present]);

    /// <summary>((a - Centre) / Scale) Basis, <c>[N, rank]</c>, and the stored basis, <c>[P, rank]</c>.</summary>
    /// <param name="name">Start of the names.</param>
    /// <param name="subspace">What to project on.</param>
    /// <param name="isExact">Whether the graph's precision does not apply.</param>
    public (string Scores, string Basis) Project(string name, LinearSubspace subspace, bool isExact = false)
    {
        var basis = order.Rows($"{name}_basis", subspace.Basis, subspace.Rank, isExact);
        var centred = graph.Node("Sub", $"{name}_centred", [Expression, order.Row($"{name}_centre", subspace.Centre)]);
        var scaled = graph.Node("Div", $"{name}_scaled", [centred, order.Row($"{name}_scale", subspace.Scale, elsewhere: 1)]);
        return (graph.Node("MatMul", $"{name}_scores", [scaled, basis]), basis);
    }
}
