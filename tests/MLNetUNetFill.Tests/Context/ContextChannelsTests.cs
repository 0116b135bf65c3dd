using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Context;

[Collection(TorchCollection.Name)]
public sealed class ContextChannelsTests
{
    private static readonly TrainingCounts Counts = ContextCells.Counts;
    private static readonly Lazy<CellContext> Fitted = new(() => ContextCells.Fitter(Counts).Fit(Counts, default));

    [Fact]
    public void Every_channel_of_every_training_cell_agrees_with_its_definition() => AssertAgree(Fitted.Value, Counts, cell => cell);

    [Fact]
    public void A_training_cell_is_known_by_its_counts() =>
        Assert.Equal(ContextCells.Images(Fitted.Value, Counts, cell => cell),
        ContextCells.Images(Fitted.Value, Counts, _ => NeighbourSums.Unknown));

    [Fact]
    public void Channels_of_new_cells_agree_with_their_definition() =>
        AssertAgree(Fitted.Value, ContextCells.Create(cells: 9, seed: 77), _ => NeighbourSums.Unknown);

    [Fact]
    public void With_few_landmarks_fewer_neighbours_are_taken()
    {
        int[] landmarks = [3, 8, 20, 21, 40, 41, 50];
        var context = ContextCells.Fitter(Counts, landmarks).Fit(Counts, default);

        Assert.Equal([5, 6, 6], new NeighbourSums(context).Used);
        AssertAgree(context, Counts, cell => landmarks.Contains(cell) ? Array.IndexOf(landmarks, cell) : NeighbourSums.None);
    }

    [Fact]
    public void Cells_do_not_depend_on_the_others_in_their_batch()
    {
        using var channels = new ContextChannels(Fitted.Value, ContextCells.Pixels(Counts), TorchSharp.torch.CPU, 2);
        using var alone = channels.Images(ContextCells.Row(Counts, 4), [Counts.Libraries[4]], [4]);
        var together = ContextCells.Images(Fitted.Value, Counts, cell => cell);

        var single = alone.data<float>().ToArray();
        for (var i = 0; i < single.Length; i++) Assert.Equal(single[i], together[4 * single.Length + i], 1e-5f);
    }

    [Fact]
    public void Single_entries_have_the_channels_of_their_pixels()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var pixels = ContextCells.Pixels(Counts);
        using var channels = new ContextChannels(Fitted.Value, pixels, TorchSharp.torch.CPU, 1);
        float[] counts = [.. Enumerable.Range(3, 4).SelectMany(cell => ContextCells.Row(Counts, cell))];
        float[] libraries = [.. Counts.Libraries.Skip(3).Take(4)];
        int[] own = [3, 4, 5, 6];
        long[] cells = [0, 3, 3, 1], genes = [7, 0, 39, 12];

        var images = channels.Images(counts, libraries, own);
        var entries = channels.Entries(counts, libraries, own, cells, genes);

        for (var entry = 0; entry < cells.Length; entry++)
            for (var channel = 0; channel < ContextChannels.Count; channel++)
            {
                var pixel = pixels.PixelOfGene[genes[entry]];
                Assert.Equal(images[cells[entry], channel, pixel / pixels.Width, pixel % pixels.Width].item<float>(),
                    entries[channel, entry].item<float>());
            }
    }

    [Fact]
    public void A_training_cell_never_counts_itself_among_its_neighbours()
    {
        // A gene that one cell alone shows: no neighbour of this cell shows it, and every near cell's neighbour does.
        var rows = (float[])Counts.Values.Clone();
        for (var cell = 0; cell < Counts.CellCount; cell++)
            for (var i = Counts.RowStarts[cell]; i < Counts.RowStarts[cell + 1]; i++)
                if (Counts.Genes[i] == 7) rows[i] = cell == CellWithGene7 ? 9 : 0;
        var marked = Counts with { Values = rows };
        var context = ContextCells.Fitter(marked).Fit(marked, default);

        var images = ContextCells.Images(context, marked, cell => cell);

        var pixels = ContextCells.Pixels(Counts);
        float Detection(int cell) => images[(cell * ContextChannels.Count + Channel("NeighbourDetection50")) * pixels.PixelCount
            + pixels.PixelOfGene[7]];
        Assert.Equal(0, Detection(CellWithGene7));
        Assert.Contains(Enumerable.Range(0, Counts.CellCount), cell => Detection(cell) > 0);
    }

    private static int CellWithGene7 => Enumerable.Range(0, Counts.CellCount).First(cell => Counts.Genes.AsSpan(Counts.Row(cell))
        .Contains(7));

    private static int Channel(string name) => ContextChannels.Names.ToList().IndexOf(name);

    private static void AssertAgree(CellContext context, TrainingCounts counts, Func<int, int> own)
    {
        var pixels = ContextCells.Pixels(counts);
        var images = ContextCells.Images(context, counts, own);
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var expected = ContextReference.Channels(context, ContextCells.Row(counts, cell), counts.Libraries[cell], own(cell));
            Assert.Equal(ContextChannels.Names.Order(), expected.Keys.Order()); // a new channel has its definition in ContextReference
            foreach (var (number, channel) in ContextChannels.Names.Index())
            {
                var image = images.AsSpan((cell * ContextChannels.Count + number) * pixels.PixelCount, pixels.PixelCount).ToArray();
                for (var gene = 0; gene < counts.GeneCount; gene++)
                {
                    var (wanted, found) = (expected[channel][gene], image[pixels.PixelOfGene[gene]]);
                    Assert.True(Math.Abs(wanted - found) <= 2e-4 * Math.Max(1, Math.Abs(wanted)),
                        $"{channel}, cell {cell}, gene {gene}: {found}, expected {wanted}");
                }
                Assert.Equal(counts.GeneCount, image.Length - image.Where((_, pixel) => !pixels.PixelOfGene.Contains(pixel))
                    .Count(value => value == 0));
            }
        }
    }
}
