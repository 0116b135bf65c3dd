using MLNetUNetFill.Devices;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Training;

/// <summary>
/// The images of one batch, in buffers that all batches share. The entries that the network has to predict (the masked ones in
/// training, the set-aside ones in validation) are in the targets and never in the inputs.
/// </summary>
internal sealed class CellBatch(CellImages images, ValidationSplit validation, PixelMap pixels, int capacity)
{
    private readonly float[] _inputs = new float[capacity * pixels.PixelCount];
    private readonly float[] _targets = new float[capacity * pixels.TargetCount];
    private readonly float[] _mask = new float[capacity * pixels.TargetCount];
    private int _count;

    /// <summary>Number of entries that the network has to predict in this batch.</summary>
    public int Entries { get; private set; }

    /// <summary>Paints cells for training: hides the validation entries and a fresh mask, and makes the masked entries the
    /// targets.</summary>
    public void PaintTraining(RandomMask masks, int epoch, ReadOnlySpan<int> cells)
    {
        Start(cells);
        for (var i = 0; i < cells.Length; i++) Paint(i, cells[i], masks.Draw(epoch, cells[i]));
    }

    /// <summary>Paints cells for validation: hides the validation entries alone, and makes them the targets.</summary>
    public void PaintValidation(ReadOnlySpan<int> cells)
    {
        Start(cells);
        for (var i = 0; i < cells.Length; i++) Paint(i, cells[i], validation.EntriesOf(cells[i]));
    }

    /// <summary>Copies the batch to a device, each part <c>[cells, 1, H, W]</c>; of targets and mask, W is divided by the levels.</summary>
    /// <returns>The images that the network sees; the true pixels of the entries to predict, 0 elsewhere; and 1 at these entries, 0
    /// elsewhere.</returns>
    public (Tensor Inputs, Tensor Targets, Tensor Mask) ToTensors(Device device) =>
        (ToTensor(_inputs, pixels.Width, device), ToTensor(_targets, pixels.Width / pixels.Levels, device),
            ToTensor(_mask, pixels.Width / pixels.Levels, device));

    private void Start(ReadOnlySpan<int> cells) => (_count, Entries) = (cells.Length, 0);

    private void Paint(int slot, int cell, ReadOnlySpan<int> targets)
    {
        var image = _inputs.AsSpan(slot * pixels.PixelCount, pixels.PixelCount);
        var target = new Range(slot * pixels.TargetCount, (slot + 1) * pixels.TargetCount);
        images.Paint(cell, image);
        images.Hide(validation.EntriesOf(cell), image);
        images.Hide(targets, image);
        images.PaintTarget(targets, _targets.AsSpan(target), _mask.AsSpan(target));
        Entries += targets.Length;
    }

    private Tensor ToTensor(float[] buffer, int width, Device device) =>
        buffer.ToTensor(capacity, 1, pixels.Height, width).narrow(0, 0, _count).ToDevice(device);
}

/// <summary>Splits items into batches of about equal size.</summary>
internal static class EqualBatches
{
    /// <summary>Number of batches.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="size">The most items in a batch, except where <paramref name="fewest"/> asks for more.</param>
    /// <param name="fewest">The fewest items in a batch, if there are that many: batch normalisation learns nothing from one cell.</param>
    public static int Count(int items, int size, int fewest = 1) =>
        items == 0 ? 0 : Math.Max(1, Math.Min((items + size - 1) / size, items / fewest));

    /// <summary>Splits items, in their order.</summary>
    /// <param name="items">The items.</param>
    /// <param name="size">See <see cref="Count"/>.</param>
    /// <param name="fewest">See <see cref="Count"/>.</param>
    public static IEnumerable<ReadOnlyMemory<T>> Split<T>(T[] items, int size, int fewest = 1)
    {
        var batches = Count(items.Length, size, fewest);
        for (var batch = 0; batch < batches; batch++)
            yield return items.AsMemory(Bound(batch)..Bound(batch + 1));

        int Bound(int batch) => (int)((long)items.Length * batch / batches);
    }
}
