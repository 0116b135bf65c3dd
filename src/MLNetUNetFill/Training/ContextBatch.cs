using MLNetUNetFill.Context;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>Copies the cells of a batch from sparse rows to buffers that all batches share, and to tensors.</summary>
/// <param name="pixels">Where each gene lies in the image.</param>
/// <param name="capacity">The most cells in a batch.</param>
/// <param name="device">Where the tensors go.</param>
internal sealed class ContextBatch(PixelMap pixels, int capacity, Device device)
{
    private readonly float[] _counts = new float[capacity * pixels.PixelOfGene.Length];
    private readonly float[] _seen = new float[capacity * pixels.PixelCount];
    private readonly float[] _targets = new float[capacity * pixels.PixelCount];

    /// <summary>What a step of the rate branch learns from: the context images of thinned cells, their counts, and the other counts, which
    /// it has to predict.</summary>
    /// <param name="channels">The context that is fitted to the thinned counts.</param>
    /// <param name="thinned">The counts.</param>
    /// <param name="cells">Rows of the matrix.</param>
    /// <param name="landmarks">For every row of the matrix the landmark that it is.</param>
    public ContextTensors Rate(ContextChannels channels, ThinnedCounts thinned, ReadOnlySpan<int> cells, int[] landmarks)
    {
        Span<float> counts = Clear(_seen, cells.Length), targets = Clear(_targets, cells.Length);
        var (libraries, own) = Load(thinned.Input, cells, landmarks);
        var targetLibraries = new float[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            var row = thinned.Input.Row(cells[i]);
            for (var entry = row.Start.Value; entry < row.End.Value; entry++)
            {
                var pixel = i * pixels.PixelCount + pixels.PixelOfGene[thinned.Input.Genes[entry]];
                (counts[pixel], targets[pixel]) = (thinned.Input.Values[entry], thinned.Targets[entry]);
            }
            targetLibraries[i] = thinned.TargetLibraries[cells[i]];
        }
        return new ContextTensors(channels.Images(_counts, libraries, own), ToTensor(_seen, cells.Length), Column(libraries),
            channels.LogShare, ToTensor(_targets, cells.Length), Column(targetLibraries));
    }

    /// <summary>Entries for training or validating the value branch: their z / 10 + 0.5 and their channels.</summary>
    /// <param name="channels">The context.</param>
    /// <param name="version">The version of the counts to show; its library sizes normalise the true counts.</param>
    /// <param name="landmarks">For every row of the matrix the landmark that it is.</param>
    /// <param name="counts">The training matrix, which has the true counts.</param>
    /// <param name="context">Its means and deviations standardise the values.</param>
    /// <param name="cells">Rows of the matrix.</param>
    /// <param name="entriesOf">The entries of a row, indices into the matrix's values.</param>
    public ValueEntries Entries(ContextChannels channels, TrainingCounts version, int[] landmarks, TrainingCounts counts,
        CellContext context, ReadOnlySpan<int> cells, Func<int, ReadOnlySpan<int>> entriesOf)
    {
        List<float> targets = [], deviations = [];
        List<long> rows = [], genes = [], places = [];
        var average = context.Deviation.Average();
        var (libraries, own) = Load(version, cells, landmarks);
        for (var i = 0; i < cells.Length; i++)
            foreach (var entry in entriesOf(cells[i]))
            {
                var gene = counts.Genes[entry];
                var z = (LibrarySize.Log1pCp10k(counts.Values[entry], libraries[i]) - context.Mean[gene]) / context.Deviation[gene];
                deviations.Add(context.Deviation[gene] / average);
                targets.Add(Math.Clamp(z / ContextOutput.ZRange + 0.5f, 0, 1));
                rows.Add(i);
                genes.Add(gene);
                places.Add(pixels.PixelOfGene[gene]);
            }
        return new ValueEntries(channels.Entries(_counts, libraries, own, [.. rows], [.. genes]),
            places.ToArray().ToTensor().ToDevice(device), targets.ToArray().ToTensor().ToDevice(device),
            deviations.ToArray().ToTensor().ToDevice(device));
    }

    /// <summary>Copies cells to the buffer.</summary>
    private (float[] Libraries, int[] Own) Load(TrainingCounts version, ReadOnlySpan<int> cells, int[] landmarks)
    {
        var (libraries, own) = (new float[cells.Length], new int[cells.Length]);
        for (var i = 0; i < cells.Length; i++)
        {
            version.CopyTo(cells[i], _counts.AsSpan(i * version.GeneCount, version.GeneCount));
            (libraries[i], own[i]) = (version.Libraries[cells[i]], landmarks[cells[i]]);
        }
        return (libraries, own);
    }

    private Span<float> Clear(float[] buffer, int cells)
    {
        var used = buffer.AsSpan(0, cells * pixels.PixelCount);
        used.Clear();
        return used;
    }

    private Tensor Column(float[] perCell) => perCell.ToTensor(perCell.Length, 1, 1, 1).ToDevice(device);

    private Tensor ToTensor(float[] buffer, int cells) => buffer.ToTensor(cells, 1, pixels.Height, pixels.Width).ToDevice(device);
}

/// <summary>What one training step of the rate branch works on, on the network's device; N cells.</summary>
/// <param name="ThinnedImages">Context images of the thinned cells, <c>[N, channels, H, W]</c>.</param>
/// <param name="ThinnedCounts">Their counts, <c>[N, 1, H, W]</c>.</param>
/// <param name="ThinnedLibraries">Their library sizes over all genes, <c>[N, 1, 1, 1]</c>.</param>
/// <param name="LogShare">ln f of every pixel's gene in the thinned matrix, 0 without one, <c>[1, 1, H, W]</c>.</param>
/// <param name="RestCounts">The counts that the thinning took away, <c>[N, 1, H, W]</c>.</param>
/// <param name="RestLibraries">Their sum over all genes, <c>[N, 1, 1, 1]</c>.</param>
internal sealed record ContextTensors(Tensor ThinnedImages, Tensor ThinnedCounts, Tensor ThinnedLibraries, Tensor LogShare,
    Tensor RestCounts, Tensor RestLibraries);
