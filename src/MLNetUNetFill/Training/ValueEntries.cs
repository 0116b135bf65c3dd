using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>Masked entries of one version of the counts, with everything that the value branch learns from.</summary>
/// <param name="Channels">Their context channels, <c>[channels, entries]</c>.</param>
/// <param name="Pixels">Their pixels, <c>[entries]</c>, 64-bit integers.</param>
/// <param name="Targets">Their z / 10 + 0.5, <c>[entries]</c>.</param>
/// <param name="Deviations">Their genes' deviations s in units of the average gene's, <c>[entries]</c>: they bring errors of z to the
/// scale of log1p CP10k.</param>
internal sealed record ValueEntries(Tensor Channels, Tensor Pixels, Tensor Targets, Tensor Deviations) : IDisposable
{
    /// <summary>Number of entries.</summary>
    public int Count => (int)Targets.shape[0];

    /// <summary>Copies the entries of several batches of cells into one set that outlives every dispose scope.</summary>
    /// <param name="parts">At least one.</param>
    public static ValueEntries Join(IReadOnlyList<ValueEntries> parts) =>
        new ValueEntries(cat([.. parts.Select(part => part.Channels)], 1), cat([.. parts.Select(part => part.Pixels)], 0),
            cat([.. parts.Select(part => part.Targets)], 0), cat([.. parts.Select(part => part.Deviations)], 0)).Detach();

    /// <summary>Takes the tensors out of every dispose scope.</summary>
    public ValueEntries Detach() => new(Channels.DetachFromDisposeScope(), Pixels.DetachFromDisposeScope(),
        Targets.DetachFromDisposeScope(), Deviations.DetachFromDisposeScope());

    /// <summary>Some of the entries.</summary>
    /// <param name="entries">Their numbers.</param>
    public ValueEntries Select(long[] entries)
    {
        using var index = tensor(entries).to(Targets.device);
        return new(Channels.index_select(1, index), Pixels.index_select(0, index), Targets.index_select(0, index),
            Deviations.index_select(0, index));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Channels.Dispose();
        Pixels.Dispose();
        Targets.Dispose();
        Deviations.Dispose();
    }
}
