using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Context;

/// <summary>A batch of N cells in TorchSharp, from which the channels are computed: the counterpart of <see cref="GraphCells"/>.</summary>
internal sealed class TorchCells
{
    private readonly OrderedDictionary<string, Tensor> _channels = [];

    /// <summary>Brings the cells to the context's device.</summary>
    /// <param name="context">The context.</param>
    /// <param name="counts">Counts of the modelled genes, <c>[N, G]</c>, row-major; may be longer.</param>
    /// <param name="libraries">Library sizes over all genes, <c>[N]</c>, above 0.</param>
    /// <param name="landmarks">For each cell the landmark that it is, see <see cref="NeighbourSums.Sum"/>.</param>
    public TorchCells(TorchContext context, float[] counts, float[] libraries, int[] landmarks)
    {
        (Context, HostCounts, HostLibraries, Landmarks) = (context, counts, libraries, landmarks);
        var (hostCounts, hostLibrary) = (counts.ToTensor(libraries.Length, context.GeneCount), libraries.ToTensor(libraries.Length, 1));
        HostExpression = Log1pCp10k(hostCounts, hostLibrary);
        (Counts, Library, Expression) = (hostCounts.ToDevice(context.Device), hostLibrary.ToDevice(context.Device),
            HostExpression.ToDevice(context.Device));
        Observed = Counts.IsAbove(0).to(ScalarType.Float32);
        Standardised = (Expression - context.Mean) / context.Deviation * Observed;
        ExpectedCounts = Library * context.Share;
    }

    /// <summary>The context.</summary>
    public TorchContext Context { get; }

    /// <summary>Counts in managed memory, <c>[N, G]</c>, row-major; may be longer.</summary>
    public float[] HostCounts { get; }

    /// <summary>Library sizes in managed memory, <c>[N]</c>.</summary>
    public float[] HostLibraries { get; }

    /// <summary>For each cell the landmark that it is.</summary>
    public int[] Landmarks { get; }

    /// <summary>a on the CPU, <c>[N, G]</c>.</summary>
    public Tensor HostExpression { get; }

    /// <summary>x, <c>[N, G]</c>.</summary>
    public Tensor Counts { get; }

    /// <summary>L, <c>[N, 1]</c>.</summary>
    public Tensor Library { get; }

    /// <summary>a, <c>[N, G]</c>.</summary>
    public Tensor Expression { get; }

    /// <summary>1 where x is above 0, else 0, <c>[N, G]</c>.</summary>
    public Tensor Observed { get; }

    /// <summary>z, <c>[N, G]</c>.</summary>
    public Tensor Standardised { get; }

    /// <summary>f L, <c>[N, G]</c>.</summary>
    public Tensor ExpectedCounts { get; }

    /// <summary>A channel that an earlier group computed.</summary>
    public Tensor this[string channel] => _channels[channel];

    /// <summary>Computes all channels of some groups, in order; each group may read those of the groups before it.</summary>
    public Tensor[] Compute(IEnumerable<IChannelGroup> groups)
    {
        foreach (var group in groups)
            foreach (var (name, values) in group.Names.Zip(group.Compute(this)))
                _channels.Add(name, values.reshape(-1, values.shape[^1]));
        return [.. _channels.Values];
    }

    /// <summary>a = log1p(1e4 x / L).</summary>
    /// <param name="counts">x, <c>[N, G]</c>.</param>
    /// <param name="libraries">L, <c>[N, 1]</c>, above 0.</param>
    public static Tensor Log1pCp10k(Tensor counts, Tensor libraries) => (counts / libraries).Times(1e4).log1p();
}

/// <summary>A <see cref="CellContext"/> on a device: its numbers become tensors when they are first asked for.</summary>
/// <param name="numbers">The context.</param>
/// <param name="device">Where to compute.</param>
/// <param name="threads">How many threads search neighbours; the result does not depend on it.</param>
/// <param name="visibleShare">The share of the counts that the context and the cells show, see
/// <see cref="Cells.TrainingCounts.VisibleShare"/>.</param>
internal sealed class TorchContext(CellContext numbers, Device device, int threads, float visibleShare) : IDisposable
{
    private readonly Dictionary<(Array Values, bool OnHost), Tensor> _stored = [];

    /// <summary>The context.</summary>
    public CellContext Numbers => numbers;

    /// <summary>Where to compute.</summary>
    public Device Device => device;

    /// <summary>How many threads search neighbours.</summary>
    public int Threads => threads;

    /// <summary>The share of the counts that the context and the cells show.</summary>
    public float VisibleShare => visibleShare;

    /// <summary>G.</summary>
    public int GeneCount { get; } = numbers.Mean.Length;

    /// <summary>The landmarks, to be searched on the CPU.</summary>
    public NeighbourSums Neighbours { get; } = new(numbers);

    /// <summary>m, <c>[G]</c>.</summary>
    public Tensor Mean => PerGene(numbers.Mean);

    /// <summary>s, <c>[G]</c>.</summary>
    public Tensor Deviation => PerGene(numbers.Deviation);

    /// <summary>f, <c>[G]</c>.</summary>
    public Tensor Share => PerGene(numbers.Share);

    /// <summary>One value a gene, <c>[G]</c>.</summary>
    public Tensor PerGene(float[] values, bool onHost = false) => Stored(values, onHost, () => values.ToTensor());

    /// <summary>A basis, <c>[G, rank]</c>.</summary>
    public Tensor Basis(float[] values, bool onHost = false) =>
        Stored(values, onHost, () => values.ToTensor(GeneCount, values.Length / GeneCount));

    /// <summary>Anything else that a channel needs.</summary>
    /// <param name="values">An array of the context, by which the tensor is known.</param>
    /// <param name="onHost">Whether it stays on the CPU.</param>
    /// <param name="create">Makes the tensor on the CPU.</param>
    public Tensor Stored(Array values, bool onHost, Func<Tensor> create)
    {
        if (_stored.TryGetValue((values, onHost), out var stored)) return stored;
        using var created = create();
        // Another wrapper, even where the values stay where they are.
        return _stored[(values, onHost)] = created.to(onHost ? CPU : device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var stored in _stored.Values) stored.Dispose();
    }
}
