using MLNetUNetFill.Devices;
using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Context;

/// <summary>
/// The channels of the context images: their list, and the images of cells in TorchSharp. A channel depends on the cell's own counts and a
/// fitted <see cref="CellContext"/> alone; the exported graph computes the same, operation by operation.
/// </summary>
internal sealed class ContextChannels : IDisposable
{
    /// <summary>All channels in the order of the image. A group may read the channels of those before it.</summary>
    private static readonly IChannelGroup[] s_groups =
    [
        new CellChannels(),
        new NeighbourChannels(),
        new OwnRateChannel(),
        new CompletionChannel(CompletionChannel.Fine, "completion", context => context.Completion),
        new ReconstructionChannels(),
        new ResidualChannel(),
        new DepthChannels(),
        new GeneChannels(),
        new RelatedGenesChannel(),
        new CompletionChannel(CompletionChannel.Coarse, "coarse_completion", context => context.CoarseCompletion),
    ];

    /// <summary>The names of the channels.</summary>
    public static readonly IReadOnlyList<string> Names = [.. s_groups.SelectMany(group => group.Names)];

    /// <summary>Number of channels.</summary>
    public static readonly int Count = Names.Count;

    /// <summary>Index of the channel that, plus ln f, is the base of the rate.</summary>
    public static readonly int RateBase = Names.Index().Single(channel => channel.Item == NeighbourChannels.RateBase).Index;

    private readonly PixelMap _pixels;
    private readonly TorchContext _context;
    private readonly Tensor _geneOfPixel;

    /// <summary>Brings a context to the device.</summary>
    /// <param name="context">The context.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="threads">How many threads search neighbours; the result does not depend on it.</param>
    /// <param name="visibleShare"><see cref="Cells.TrainingCounts.VisibleShare"/> of the context and of the cells.</param>
    public ContextChannels(CellContext context, PixelMap pixels, Device device, int threads, float visibleShare = 1)
    {
        (_context, _pixels) = (new TorchContext(context, device, threads, visibleShare), pixels);
        var geneOfPixel = Enumerable.Repeat((long)_context.GeneCount, pixels.PixelCount).ToArray();
        for (var gene = 0; gene < _context.GeneCount; gene++) geneOfPixel[pixels.PixelOfGene[gene]] = gene;
        _geneOfPixel = _context.Stored(geneOfPixel, false, () => geneOfPixel.ToTensor());
        using var scope = NewDisposeScope();
        var logShare = cat([_context.Share.log(), zeros(1, device: device)]).index_select(0, _geneOfPixel);
        LogShare = logShare.reshape(1, 1, pixels.Height, pixels.Width).DetachFromDisposeScope();
    }

    /// <summary>ln f of every pixel's gene, 0 without one, <c>[1, 1, H, W]</c>.</summary>
    public Tensor LogShare { get; }

    /// <summary>Makes the context images.</summary>
    /// <param name="counts">Counts of the modelled genes, <c>[N, G]</c>, row-major; may be longer.</param>
    /// <param name="libraries">Library sizes over all genes, <c>[N]</c>, above 0.</param>
    /// <param name="landmarks">For each cell the landmark that it is, see <see cref="NeighbourSums.Sum"/>.</param>
    /// <returns><c>[N, channels, H, W]</c>.</returns>
    public Tensor Images(float[] counts, float[] libraries, int[] landmarks)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        // A pixel without a gene takes the column after the last gene.
        var genes = zeros(libraries.Length, Count, _context.GeneCount + 1, device: _context.Device);
        foreach (var (number, channel) in Compute(counts, libraries, landmarks).Index())
            genes.select(1, number).narrow(1, 0, _context.GeneCount).copy_(channel);
        return genes.index_select(2, _geneOfPixel).reshape(libraries.Length, Count, _pixels.Height, _pixels.Width)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The channels of single entries alone.</summary>
    /// <param name="counts">Counts of the modelled genes, <c>[N, G]</c>, row-major; may be longer.</param>
    /// <param name="libraries">Library sizes over all genes, <c>[N]</c>, above 0.</param>
    /// <param name="landmarks">For each cell the landmark that it is, see <see cref="NeighbourSums.Sum"/>.</param>
    /// <param name="cells">The cells of the entries, 0 to N - 1.</param>
    /// <param name="genes">Their genes.</param>
    /// <returns><c>[channels, entries]</c>.</returns>
    public Tensor Entries(float[] counts, float[] libraries, int[] landmarks, long[] cells, long[] genes)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (cell, gene) = (cells.ToTensor().ToDevice(_context.Device), genes.ToTensor().ToDevice(_context.Device));
        long[] places = [.. cells.Zip(genes, (row, column) => row * _context.GeneCount + column)];
        var entry = places.ToTensor().ToDevice(_context.Device);
        return stack([.. Compute(counts, libraries, landmarks)
            .Select(channel => channel.reshape(-1).index_select(0, channel.shape[1] == 1 ? cell : channel.shape[0] == 1 ? gene : entry))])
            .MoveToOuterDisposeScope();
    }

    /// <summary>Appends the channels to a graph.</summary>
    /// <returns>The names of the channels, each <c>[N, P]</c>.</returns>
    public static string[] Write(GraphCells cells) => cells.Write(s_groups);

    /// <inheritdoc/>
    public void Dispose()
    {
        LogShare.Dispose();
        _context.Dispose();
    }

    private Tensor[] Compute(float[] counts, float[] libraries, int[] landmarks) =>
        new TorchCells(_context, counts, libraries, landmarks).Compute(s_groups);
}

/// <summary>
/// Channels of a cell's context image that share work: their names, their computation in TorchSharp and the same in the exported graph. A
/// new channel is a new implementation and its line in <see cref="ContextChannels"/>. The remarks of each define its channels, with the
/// symbols of <see cref="CellContext"/>: z = (a - m) / s where the gene is observed, else 0.
/// </summary>
internal interface IChannelGroup
{
    /// <summary>The names of the channels, in their order in the image.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Computes the channels.</summary>
    /// <returns>One tensor a channel: <c>[N, G]</c>, <c>[1, G]</c> where it does not depend on the cell, or <c>[N, 1]</c> where it does not
    /// depend on the gene.</returns>
    IEnumerable<Tensor> Compute(TorchCells cells);

    /// <summary>Appends the channels to the graph.</summary>
    /// <returns>Their names there, each <c>[N, P]</c> in <see cref="PixelOrder"/>; 0 in a pixel without a gene.</returns>
    IEnumerable<string> Write(GraphCells cells);
}
