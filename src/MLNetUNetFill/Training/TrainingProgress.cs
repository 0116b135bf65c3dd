namespace MLNetUNetFill;

/// <summary>Where a running <c>UNetGapFillEstimator.Fit</c> stands; reported after every epoch.</summary>
/// <param name="Latest">The epoch just finished.</param>
/// <param name="Epochs">The most epochs that this training may take.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss so far: its weights are the ones kept.</param>
/// <param name="Remaining">Time to the last epoch at the present speed; early stopping may end sooner.</param>
public sealed record TrainingProgress(EpochRecord Latest, int Epochs, int BestEpoch, TimeSpan Remaining);
