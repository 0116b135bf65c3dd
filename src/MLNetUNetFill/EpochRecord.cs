namespace MLNetUNetFill;

/// <summary>What one epoch of training measured. Errors are in pixel units: the image scaled to [0, 1] (Published), or ten standard
/// deviations of the gene (Context).</summary>
/// <param name="Epoch">1-based.</param>
/// <param name="TrainingLoss">Mean over the batches of alpha * MSE + beta * MAE + gamma * smoothness; in the context preset of the errors
/// in standard deviations, plus the negative log-likelihoods of the rate and of the uncertainty.</param>
/// <param name="Mse">Mean squared error on the masked entries, before weighting.</param>
/// <param name="Mae">Mean absolute error on the masked entries, before weighting.</param>
/// <param name="Smoothness">Mean absolute difference of neighbouring output pixels, in the context preset of the rate's logarithm, before
/// weighting.</param>
/// <param name="ValidationLoss">alpha * MSE + beta * MAE on the validation entries, which no input and no target of training holds.</param>
/// <param name="CellsPerSecond">Cells trained on in a second of this epoch.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double Mse, double Mae, double Smoothness, double ValidationLoss,
    double CellsPerSecond);
