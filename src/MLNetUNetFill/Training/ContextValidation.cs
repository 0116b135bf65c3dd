using MLNetUNetFill.Context;
using MLNetUNetFill.Hiding;

namespace MLNetUNetFill.Training;

/// <summary>What the context network is measured on.</summary>
/// <param name="Whole">The cells.</param>
/// <param name="Visible">The same without the entries asked for.</param>
/// <param name="Asked">The entries asked for.</param>
/// <param name="LandmarkOf">For each cell its number among the landmarks, which are not its own neighbours.</param>
internal sealed record ContextValidation(TrainingCounts Whole, TrainingCounts Visible, ValidationSplit Asked, int[] LandmarkOf)
{
    /// <summary>Cells held out of training, masked as in training. They are as deep as what is left of them, as any cell that is
    /// filled.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="options">Valid options.</param>
    /// <exception cref="GapFillException">They hold too few entries.</exception>
    public static ContextValidation HeldOut(TrainingCounts cells, UNetGapFillOptions options)
    {
        var asked = ValidationSplit.OfCells(cells, options);
        return new(cells, cells.Without(asked.EntriesOf), asked, [.. Enumerable.Repeat(NeighbourSums.None, cells.CellCount)]);
    }
}
