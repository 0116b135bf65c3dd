using MLNetUNetFill.Networks;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>What is trained: a network, its batches and its losses. <see cref="TrainingLoop"/> trains it.</summary>
internal interface ITrainingRecipe : IDisposable
{
    /// <summary>Starts the message that the training diverged.</summary>
    string Name { get; }

    /// <summary>The network.</summary>
    nn.Module Network { get; }

    /// <summary>Where the network is.</summary>
    Device Device { get; }

    /// <summary>Number of training cells.</summary>
    int CellCount { get; }

    /// <summary>The most epochs.</summary>
    int Epochs { get; }

    /// <summary>Training stops after this many epochs without a lower validation loss and gives the weights of the best epoch; null trains
    /// all epochs and gives the weights of <see cref="Finish"/>.</summary>
    int? Patience { get; }

    /// <summary>Learning rate at the start.</summary>
    double LearningRate { get; }

    /// <summary>Prepares an epoch. The network is in training mode.</summary>
    /// <param name="epoch">1-based.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The phases of the epoch, each prepared when the one before is over.</returns>
    IEnumerable<TrainingPhase> Prepare(int epoch, CancellationToken cancellation);

    /// <summary>Measures the validation loss. The network is in evaluation mode, and gradients are off.</summary>
    double Validate(CancellationToken cancellation);

    /// <summary>Takes note of the validation loss of an epoch.</summary>
    void EndEpoch(double validationLoss) { }

    /// <summary>Ends the training, for instance by setting the network to averaged weights.</summary>
    void Finish() { }
}

/// <summary>A pass over batches that changes some parameters.</summary>
/// <param name="Update">Changes them.</param>
/// <param name="Batches">Each makes a batch and its loss, inside the dispose scope of the step.</param>
internal readonly record struct TrainingPhase(WeightUpdate Update, IEnumerable<Func<LossTerms>> Batches);
