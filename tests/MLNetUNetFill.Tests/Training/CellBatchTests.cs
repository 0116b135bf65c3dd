using FsCheck;
using FsCheck.Fluent;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Imaging;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class CellBatchTests
{
    private const int Capacity = 3;

    [Fact]
    public void Training_input_does_not_depend_on_masked_or_validation_entries() => ForAllSeeds(seed =>
    {
        var (cells, validation, masks, batch) = Create(seed);
        int[] rows = [seed % cells.CellCount, 0, (seed + 5) % cells.CellCount];
        batch.PaintTraining(masks, seed, rows);
        var before = Images(batch).Inputs;

        foreach (var row in rows)
        {
            foreach (var position in masks.Draw(seed, row)) cells.Values[position] += 0.7f;
            foreach (var position in validation.EntriesOf(row)) cells.Values[position] += 0.7f;
        }
        batch.PaintTraining(masks, seed, rows);

        return batch.Entries > 0 && before.SequenceEqual(Images(batch).Inputs);
    });

    [Fact]
    public void Validation_input_does_not_depend_on_validation_entries() => ForAllSeeds(seed =>
    {
        var (cells, validation, _, batch) = Create(seed);
        int[] rows = [1, 2];
        batch.PaintValidation(rows);
        var before = Images(batch).Inputs;

        foreach (var row in rows)
            foreach (var position in validation.EntriesOf(row)) cells.Values[position] += 0.7f;
        batch.PaintValidation(rows);

        return batch.Entries > 0 && before.SequenceEqual(Images(batch).Inputs);
    });

    [Fact]
    public void Every_observed_entry_is_input_or_asked_for_or_set_aside() => ForAllSeeds(seed =>
    {
        var (cells, validation, masks, batch) = Create(seed);
        batch.PaintTraining(masks, seed, [4]);

        var images = Images(batch);
        var asked = images.Mask.Count(flag => flag == 1);
        return asked == batch.Entries && asked == images.Targets.Count(pixel => pixel > 0)
            && images.Inputs.Count(pixel => pixel > 0) + asked + validation.EntriesOf(4).Length == cells.GenesOf(4).Length;
    });

    [Fact]
    public void Validation_asks_for_the_true_pixels_of_the_entries_set_aside()
    {
        var (cells, validation, _, batch) = Create(1);
        batch.PaintValidation([4]);

        var targets = Images(batch).Targets;
        var expected = new float[targets.Length];
        foreach (var position in validation.EntriesOf(4)) expected[cells.Genes[position]] = cells.Values[position] / cells.Values.Max();

        Assert.Equal(validation.EntriesOf(4).Length, batch.Entries);
        Assert.Equal(expected.Zip(targets), expected.Zip(expected), (x, y) => Math.Abs(x.Second - y.Second) < 1e-6);
    }

    [Fact]
    public void A_smaller_batch_leaves_nothing_of_the_one_before()
    {
        var (_, _, masks, batch) = Create(1);
        batch.PaintTraining(masks, 1, [2]);
        var alone = Images(batch).Inputs;

        batch.PaintTraining(masks, 1, [7, 8, 9]);
        batch.PaintTraining(masks, 1, [2]);

        Assert.Equal(alone, Images(batch).Inputs);
    }

    private static (SparseCells, ValidationSplit, RandomMask, CellBatch) Create(int seed)
    {
        var cells = SyntheticCells.Create(seed: seed);
        var pixels = SyntheticCells.Pixels(cells);
        var validation = new ValidationSplit(cells, 0.1, seed);
        var masks = new RandomMask(cells, validation, 0.2f, seed);
        return (cells, validation, masks, new CellBatch(new CellImages(cells, PixelScaling.Learn(ExpressionScaling.Global, cells), pixels),
            validation, pixels, Capacity));
    }

    private static (float[] Inputs, float[] Targets, float[] Mask) Images(CellBatch batch)
    {
        using var scope = NewDisposeScope();
        var (inputs, targets, mask) = batch.ToTensors(CPU);
        return (inputs.ToManaged(), targets.ToManaged(), mask.ToManaged());
    }

    private static void ForAllSeeds(Func<int, bool> property) =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithReplay(1, 3));
}
