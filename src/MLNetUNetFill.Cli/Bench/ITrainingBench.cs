namespace MLNetUNetFill.Cli.Bench;

/// <summary>Training steps over a few prepared batches, again and again.</summary>
internal interface ITrainingBench : IDisposable
{
    /// <summary>Cells in a step.</summary>
    int CellsPerStep { get; }

    /// <summary>The loss of every batch, without dropout.</summary>
    float[] Losses();

    /// <summary>Makes training steps.</summary>
    /// <returns>The seconds that they took.</returns>
    double Run(int steps);

    /// <summary>Hands out everything that another implementation needs to make the same steps.</summary>
    void Write(TensorFolder folder);
}
