using MLNetUNetFill.Devices;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>
/// The images of one batch, in buffers that all batches share. The entries that the network has to predict (the masked ones in
/// training, the set-aside ones in validation) are in <see cref="Targets"/> and never in <see cref="Inputs"/>.
/// </summary>
internal sealed class CellBatch(CellImages images, ValidationSplit validation, RandomMask masks, PixelMap pixels, int capacity)
{
    private readonly float[] _inputs = new float[capacity * pixels.PixelCount];
    private readonly float[] _targets = new float[capacity * pixels.TargetCount];
    private readonly float[] _mask = new float[capacity * pixels.TargetCount];
    private readonly int[] _drawn = new int[masks.MaxLength];
    private int _count;

    /// <summary>Number of entries that the network has to predict in this batch.</summary>
    public int Entries { get; private set; }

    /// <summary>The images that the network sees, one after the other.</summary>
    public ReadOnlySpan<float> Inputs => _inputs.AsSpan(0, _count * pixels.PixelCount);

    /// <summary>The true pixels of the entries to predict, 0 elsewhere.</summary>
    public ReadOnlySpan<float> Targets => _targets.AsSpan(0, _count * pixels.TargetCount);

    /// <summary>1 at the entries to predict, 0 elsewhere.</summary>
    public ReadOnlySpan<float> Mask => _mask.AsSpan(0, _count * pixels.TargetCount);

    /// <summary>Paints cells for training: hides the validation entries and a fresh mask, and makes the masked entries the
    /// targets.</summary>
    public void PaintTraining(int epoch, ReadOnlySpan<int> cells)
    {
        Start(cells);
        for (var i = 0; i < cells.Length; i++) Paint(i, cells[i], masks.Draw(epoch, cells[i], _drawn));
    }

    /// <summary>Paints cells for validation: hides the validation entries alone, and makes them the targets.</summary>
    public void PaintValidation(ReadOnlySpan<int> cells)
    {
        Start(cells);
        for (var i = 0; i < cells.Length; i++) Paint(i, cells[i], validation.EntriesOf(cells[i]));
    }

    /// <summary>Copies inputs, targets and mask to a device, each <c>[cells, 1, H, W]</c>; of targets and mask, W is divided by the
    /// levels.</summary>
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
        tensor(buffer, [capacity, 1, pixels.Height, width]).narrow(0, 0, _count).ToDevice(device);
}
