namespace MLNetUNetFill.Training;

/// <summary>Finds the epoch with the lowest validation loss, and when to stop.</summary>
/// <param name="patience">Training stops after this many epochs in a row without a lower loss.</param>
internal sealed class EarlyStopping(int patience)
{
    private double _best = double.PositiveInfinity;
    private int _last;

    /// <summary>The 1-based epoch with the lowest loss so far; the first of equal ones.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Whether patience is exhausted.</summary>
    public bool IsOver => _last - BestEpoch >= patience;

    /// <summary>Takes the loss of the next epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool Improves(double validationLoss)
    {
        _last++;
        if (validationLoss >= _best) return false;
        (_best, BestEpoch) = (validationLoss, _last);
        return true;
    }
}
