namespace MLNetUNetFill;

/// <summary>Where a running <c>UNetGapFillEstimator.Fit</c> stands; reported after every epoch.</summary>
/// <param name="Latest">The epoch just finished.</param>
/// <param name="Epochs">The most epochs that this training may take.</param>
/// <param name="BestEpoch">The epoch whose weights are kept so far: the one with the lowest validation loss (Published), the latest
/// (Context, which keeps a moving average).</param>
/// <param name="Remaining">Time to the last epoch at the present speed; early stopping may end sooner.</param>
public sealed record TrainingProgress(EpochRecord Latest, int Epochs, int BestEpoch, TimeSpan Remaining);
