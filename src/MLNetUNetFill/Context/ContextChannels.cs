using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Context;

/// <summary>
/// Makes the context images of cells, each from its own counts and a fitted <see cref="CellContext"/> alone: what the exported graph does,
/// operation by operation.
/// </summary>
internal sealed class ContextChannels : IDisposable
{
    /// <summary>Number of channels.</summary>
    public static readonly int Count = Enum.GetValues<ContextChannel>().Length;

    /// <summary>Iterations of <see cref="ContextChannel.Completion"/>.</summary>
    public const int CompletionIterations = 6;

    /// <summary>Components of <see cref="ContextChannel.Reconstruction10"/>.</summary>
    public const int ShortReconstruction = 10;

    private readonly CellContext _context;
    private readonly PixelMap _pixels;
    private readonly Device _device;
    private readonly int _threads;
    private readonly int _genes;
    private readonly float _visibleShare;
    private readonly NeighbourSums _neighbours;
    private readonly List<Tensor> _kept = [];
    private readonly Tensor _mean, _deviation, _detection, _share, _centre, _scale, _neighbourCentre, _neighbourScale, _neighbourBasis, _standardisedBasis,
        _residualBasis, _completionBasis, _shrinkage, _coarseBasis, _coarseShrinkage, _geneOfPixel, _related, _relatedWeights;

    /// <summary>Brings a context to the device.</summary>
    /// <param name="context">The context.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="threads">How many threads search neighbours; the result does not depend on it.</param>
    /// <param name="visibleShare"><see cref="TrainingCounts.VisibleShare"/> of the context and of the cells.</param>
    public ContextChannels(CellContext context, PixelMap pixels, Device device, int threads, float visibleShare = 1)
    {
        _visibleShare = visibleShare;
        (_context, _pixels, _device, _threads, _genes) = (context, pixels, device, threads, context.Mean.Length);
        _neighbours = new NeighbourSums(context);
        (_mean, _deviation, _detection, _share) = (Gene(context.Mean), Gene(context.Deviation), Gene(context.DetectionRate), Gene(context.Share));
        (_centre, _scale) = (Gene(context.Standardised.Centre), Gene(context.Standardised.Scale));
        (_standardisedBasis, _residualBasis, _completionBasis) = (Basis(context.Standardised.Basis), Basis(context.ResidualBasis), Basis(context.Completion.Basis));
        (_neighbourCentre, _neighbourScale) = (Gene(context.Neighbourhood.Centre, CPU), Gene(context.Neighbourhood.Scale, CPU));
        _neighbourBasis = Basis(context.Neighbourhood.Basis, CPU);
        _coarseBasis = Basis(context.CoarseCompletion.Basis);
        (_shrinkage, _coarseShrinkage) = (Keep(tensor(context.Completion.Shrinkage)), Keep(tensor(context.CoarseCompletion.Shrinkage)));
        _related = Keep(tensor([.. context.Related.Genes.Select(gene => (long)gene)]));
        _relatedWeights = Keep(tensor(context.Related.Weights, [1, context.Related.Count, _genes]));
        var geneOfPixel = Enumerable.Repeat((long)_genes, pixels.PixelCount).ToArray();
        for (var gene = 0; gene < _genes; gene++) geneOfPixel[pixels.PixelOfGene[gene]] = gene;
        _geneOfPixel = Keep(tensor(geneOfPixel));
        LogShare = Keep(cat([_share.log(), zeros(1, device: _device)]).index_select(0, _geneOfPixel).reshape(1, 1, _pixels.Height, _pixels.Width));
    }

    /// <summary>ln f of every pixel's gene, 0 without one, <c>[1, 1, H, W]</c>.</summary>
    public Tensor LogShare { get; }

    /// <summary>m of every gene, <c>[G]</c>.</summary>
    public Tensor Mean => _mean;

    /// <summary>s of every gene, <c>[G]</c>.</summary>
    public Tensor Deviation => _deviation;

    /// <summary>Makes the context images.</summary>
    /// <param name="counts">Counts of the modelled genes, <c>[N, G]</c>, row-major; may be longer.</param>
    /// <param name="libraries">Library sizes over all genes, <c>[N]</c>, above 0.</param>
    /// <param name="own">For each cell the landmark that it is, see <see cref="NeighbourSums.Sum"/>.</param>
    /// <returns><c>[N, channels, H, W]</c>.</returns>
    public Tensor Of(float[] counts, ReadOnlySpan<float> libraries, ReadOnlySpan<int> own)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        // A pixel without a gene takes the column after the last gene.
        var genes = zeros(libraries.Length, Count, _genes + 1, device: _device);
        foreach (var (number, channel) in Compute(counts, libraries, own).Index()) genes.select(1, number).narrow(1, 0, _genes).copy_(channel);
        return genes.index_select(2, _geneOfPixel).reshape(libraries.Length, Count, _pixels.Height, _pixels.Width).MoveToOuterDisposeScope();
    }

    /// <summary>The channels of single entries alone.</summary>
    /// <param name="counts">Counts of the modelled genes, <c>[N, G]</c>, row-major; may be longer.</param>
    /// <param name="libraries">Library sizes over all genes, <c>[N]</c>, above 0.</param>
    /// <param name="own">For each cell the landmark that it is, see <see cref="NeighbourSums.Sum"/>.</param>
    /// <param name="cells">The cells of the entries, 0 to N - 1.</param>
    /// <param name="genes">Their genes.</param>
    /// <returns><c>[channels, entries]</c>.</returns>
    public Tensor OfEntries(float[] counts, ReadOnlySpan<float> libraries, ReadOnlySpan<int> own, long[] cells, long[] genes)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (cell, gene) = (tensor(cells).ToDevice(_device), tensor(genes).ToDevice(_device));
        var entry = tensor([.. cells.Zip(genes, (row, column) => row * _genes + column)]).ToDevice(_device);
        return stack([.. Compute(counts, libraries, own)
            .Select(channel => channel.reshape(-1).index_select(0, channel.shape[1] == 1 ? cell : channel.shape[0] == 1 ? gene : entry))]).MoveToOuterDisposeScope();
    }

    /// <summary>The channels, each <c>[N, G]</c>, <c>[1, G]</c> where it does not depend on the cell or <c>[N, 1]</c> where it does not
    /// depend on the gene.</summary>
    private Tensor[] Compute(float[] counts, ReadOnlySpan<float> libraries, ReadOnlySpan<int> own)
    {
        var cells = libraries.Length;
        var (hostCounts, hostLibrary) = (tensor(counts, [cells, _genes]), tensor(libraries.ToArray(), [cells, 1]));
        var hostExpression = CellExpression.Normalize(hostCounts, hostLibrary);
        var (x, library, expression) = (hostCounts.ToDevice(_device), hostLibrary.ToDevice(_device), hostExpression.ToDevice(_device));
        var mask = x.IsAbove(0).to(ScalarType.Float32);
        var z = (expression - _mean) / _deviation * mask;
        var expected = library * _share;
        var prior = _share.Times(_context.MedianLibrary);

        var channels = new Tensor[Count];
        Set(ContextChannel.Expression, z);
        Set(ContextChannel.Observed, mask);
        // The host searches the neighbours, so it projects too: fetching scores would make every step wait for the device.
        var neighbourScore = ((hostExpression - _neighbourCentre) / _neighbourScale).mm(_neighbourBasis);
        var (sums, totals) = SumNeighbours(counts, libraries, own, neighbourScore.data<float>().ToArray());
        foreach (var (size, (mean, detection, rate)) in NeighbourChannels.Index())
        {
            var (a, b, neighbourCounts) = (sums.select(0, 3 * size), sums.select(0, 3 * size + 1), sums.select(0, 3 * size + 2));
            Set(mean, (a.Plus(_mean) / b.Plus(1) - _mean) / _deviation);
            Set(detection, b.Over(_neighbours.Used[size] * _visibleShare));
            Set(rate, (neighbourCounts.Over(_visibleShare).Plus(prior) / totals.select(0, size).Plus(_context.MedianLibrary) / _share).log());
        }
        Set(ContextChannel.OwnRate, (x.Plus(prior) / library.Plus(_context.MedianLibrary) / _share).log());
        var completion = CellExpression.Complete(z, mask, _completionBasis, _shrinkage, CompletionIterations);
        Set(ContextChannel.Completion, completion);
        Set(ContextChannel.CoarseCompletion, CellExpression.Complete(z, mask, _coarseBasis, _coarseShrinkage, CompletionIterations));
        var related = ((z - completion) * mask).index_select(1, _related).reshape(cells, _context.Related.Count, _genes);
        Set(ContextChannel.RelatedGenes, (related * _relatedWeights).sum(dim: 1));

        var score = ((expression - _centre) / _scale).mm(_standardisedBasis);
        var few = Math.Min(ShortReconstruction, _context.Standardised.Rank);
        Set(ContextChannel.Reconstruction10, score.narrow(1, 0, few).mm(_standardisedBasis.narrow(1, 0, few).t()));
        Set(ContextChannel.Reconstruction30, score.mm(_standardisedBasis.t()));
        Set(ContextChannel.ResidualReconstruction, CellExpression.PearsonResidual(x, expected.Times(_visibleShare)).mm(_residualBasis).mm(_residualBasis.t()));

        Set(ContextChannel.CellMean, z.sum(dim: 1, keepdim: true) / mask.sum(dim: 1, keepdim: true).AtLeast(1));
        Set(ContextChannel.Library, library.log().Minus(_context.LogLibraryMean).Over(_context.LogLibraryDeviation));
        Set(ContextChannel.ExpectedCount, expected.log().Times(0.5));
        Set(ContextChannel.GeneMean, _mean.Over(_context.Mean.Max()));
        Set(ContextChannel.GeneDetection, _detection.Over(_visibleShare));
        Set(ContextChannel.GeneDeviation, _deviation);
        return channels;

        void Set(ContextChannel channel, Tensor values) => channels[(int)channel] = values.reshape(-1, values.shape[^1]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kept in _kept) kept.Dispose();
    }

    private static readonly (ContextChannel Mean, ContextChannel Detection, ContextChannel Rate)[] NeighbourChannels =
    [
        (ContextChannel.NeighbourMean5, ContextChannel.NeighbourDetection5, ContextChannel.NeighbourRate5),
        (ContextChannel.NeighbourMean15, ContextChannel.NeighbourDetection15, ContextChannel.NeighbourRate15),
        (ContextChannel.NeighbourMean50, ContextChannel.NeighbourDetection50, ContextChannel.NeighbourRate50),
    ];

    /// <summary>A, B and X of every size, <c>[3 sizes, N, G]</c>, and T, <c>[sizes, N, 1]</c>.</summary>
    private (Tensor Sums, Tensor Totals) SumNeighbours(float[] counts, ReadOnlySpan<float> libraries, ReadOnlySpan<int> own, float[] scores)
    {
        int cells = libraries.Length, sizes = _neighbours.Used.Count, rank = _context.Neighbourhood.Rank;
        var (sums, totals) = (new float[cells * sizes * 3 * _genes], new float[cells * sizes]);
        var (libraryOf, ownOf) = (libraries.ToArray(), own.ToArray());
        Parallel.For(0, cells, new ParallelOptions { MaxDegreeOfParallelism = _threads }, cell => _neighbours.Sum(
            scores.AsSpan(cell * rank, rank), counts.AsSpan(cell * _genes, _genes), libraryOf[cell], ownOf[cell],
            sums.AsSpan(cell * sizes * 3 * _genes, sizes * 3 * _genes), totals.AsSpan(cell * sizes, sizes)));
        return (tensor(sums, [cells, 3 * sizes, _genes]).ToDevice(_device).transpose(0, 1),
            tensor(totals, [cells, sizes, 1]).ToDevice(_device).transpose(0, 1));
    }

    private Tensor Gene(float[] values, Device? device = null) => Keep(tensor(values), device);

    private Tensor Basis(float[] values, Device? device = null) => Keep(tensor(values, [_genes, values.Length / _genes]), device);

    private Tensor Keep(Tensor values, Device? device = null)
    {
        // Another wrapper, even where the values stay where they are.
        using var given = values;
        var kept = values.to(device ?? _device).DetachFromDisposeScope();
        _kept.Add(kept);
        return kept;
    }
}
