namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>Training steps of one network over a few prepared batches, again and again.</summary>
internal interface ITrainingSteps
{
    /// <summary>The network: <c>unet</c> or <c>value</c>.</summary>
    string Network { get; }

    /// <summary>What a step learns from: cells, or entries of cells.</summary>
    string Unit { get; }

    /// <summary>How many in a step.</summary>
    int PerStep { get; }

    /// <summary>The loss of every batch, without dropout.</summary>
    float[] Losses();

    /// <summary>Makes training steps.</summary>
    /// <returns>The seconds that they took.</returns>
    double Run(int steps);
}
