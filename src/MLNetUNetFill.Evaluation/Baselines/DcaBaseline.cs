using MLNetUNetFill.Devices;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// DCA: an autoencoder (64, 32, 64 units) whose output is the mean and the dispersion of a negative binomial for every entry, trained on
/// all entries. Replaces every entry by the mean, given as log1p CP10k. Network, optimiser (RMSprop), learning-rate plan, early stopping
/// and gradient limit are the defaults of the authors' software (type <c>nb-conddisp</c>); the cells that early stopping watches, a tenth,
/// are drawn at random instead of being the last ones. Computed on the CPU.
/// </summary>
/// <remarks>
/// An autoencoder that reproduces its own input learns some of the input's noise. With <see cref="ThinningTraining"/> it predicts molecules
/// that it has not seen, which is what a comparison on unseen counts should train it for.
/// </remarks>
public sealed record DcaBaseline : Baseline
{
    /// <summary>
    /// Trains by count thinning: in every epoch a random part of each cell's molecules is the input, Binomial(count, f) with f uniform in
    /// [0.5, 0.9] for the epoch, and the rest the target. Default <see langword="false"/>, as published.
    /// </summary>
    public bool ThinningTraining { get; init; }

    /// <summary>The most passes over the cells. Default 300, at least 1.</summary>
    public int Epochs { get; init => field = OptionRange.AtLeast(1, value, nameof(Epochs)); } = 300;

    /// <summary>Training stops after this many epochs without a lower validation loss. Default 15, at least 1.</summary>
    public int Patience { get; init => field = OptionRange.AtLeast(1, value, nameof(Patience)); } = 15;

    /// <summary>The learning rate falls to a tenth after this many epochs without a lower validation loss. Default 10, at least
    /// 1.</summary>
    public int RatePatience { get; init => field = OptionRange.AtLeast(1, value, nameof(RatePatience)); } = 10;

    /// <summary>Cells in a training step. Default 32, at least 2.</summary>
    public int BatchSize { get; init => field = OptionRange.AtLeast(2, value, nameof(BatchSize)); } = 32;

    /// <summary>RMSprop's learning rate. Default 1e-3, above 0.</summary>
    public double LearningRate { get; init => field = OptionRange.Positive(value, nameof(LearningRate)); } = 1e-3;

    /// <summary>The largest size of a gradient's entry. Default 5, above 0.</summary>
    public double GradientLimit { get; init => field = OptionRange.Positive(value, nameof(GradientLimit)); } = 5;

    /// <summary>Seed of the weights, the order of the cells and the thinning. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Threads of libtorch; 0 takes one, which is the fastest. Default 0, at least 0.</summary>
    public int Threads { get; init => field = OptionRange.AtLeast(0, value, nameof(Threads)); }

    /// <inheritdoc/>
    public override string Name => ThinningTraining ? "dca-thinned" : "dca";

    /// <inheritdoc/>
    public override string Source => ThinningTraining
        ? "DCA: Eraslan et al., Nature Communications 10:390, 2019, trained by count thinning: "
            + "Batson, Royer and Webber, bioRxiv 786269, 2019"
        : "DCA: Eraslan et al., Nature Communications 10:390, 2019";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        Require(counts);
        var mean = DenseCells.Zeros(counts.CellCount, counts.GeneCount);
        var detection = DenseCells.Zeros(counts.CellCount, counts.GeneCount);
        using (TorchProcess.Enter(Threads, cancellation))
        using (var recipe = new DcaRecipe(new DcaData(counts), this))
        {
            TrainingLoop.Run(recipe, progress: null, cancellation);
            recipe.Apply(mean, detection, cancellation);
        }
        var filled = (float[])mean.Clone();
        DenseCells.Log1pCp10k(filled, counts.GeneCount);
        return new Imputation(filled) { ExpectedRate = mean, DetectionProbability = detection };
    }

    /// <inheritdoc/>
    internal override void Require(CountMatrix counts)
    {
        if (counts.CellCount < 3)
            throw new GapFillException($"{Name}: found {Counted.Text(counts.CellCount, "cell")}; expected at least 3, of which one is for "
                + "validation.");
    }
}
