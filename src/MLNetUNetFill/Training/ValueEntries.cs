using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>Masked entries of one version of the counts, with all that the value branch learns from.</summary>
/// <param name="Channels">Their context channels, <c>[channels, entries]</c>.</param>
/// <param name="Pixels">Their pixels, <c>[entries]</c>, 64-bit integers.</param>
/// <param name="Targets">Their z / 10 + 0.5, <c>[entries]</c>.</param>
/// <param name="Deviations">Their genes' deviations s in units of the average gene's, <c>[entries]</c>: they make errors of z comparable in log1p CP10k.</param>
internal sealed record ValueEntries(Tensor Channels, Tensor Pixels, Tensor Targets, Tensor Deviations) : IDisposable
{
    /// <summary>How many they are.</summary>
    public int Count => (int)Targets.shape[0];

    /// <summary>Joins the entries of several batches of cells to a set that outlives every dispose scope, and them.</summary>
    /// <param name="parts">At least one.</param>
    public static ValueEntries Join(IReadOnlyList<ValueEntries> parts) =>
        new ValueEntries(cat([.. parts.Select(part => part.Channels)], 1), cat([.. parts.Select(part => part.Pixels)], 0),
            cat([.. parts.Select(part => part.Targets)], 0), cat([.. parts.Select(part => part.Deviations)], 0)).Kept();

    /// <summary>The same, outliving every dispose scope.</summary>
    public ValueEntries Kept() => new(Channels.DetachFromDisposeScope(), Pixels.DetachFromDisposeScope(), Targets.DetachFromDisposeScope(),
        Deviations.DetachFromDisposeScope());

    /// <summary>Some of the entries.</summary>
    /// <param name="which">Their numbers.</param>
    public ValueEntries Of(long[] which)
    {
        using var index = tensor(which).to(Targets.device);
        return new(Channels.index_select(1, index), Pixels.index_select(0, index), Targets.index_select(0, index), Deviations.index_select(0, index));
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
