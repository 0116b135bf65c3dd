namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>The training steps of one preset.</summary>
internal interface ITrainingBench : IDisposable
{
    /// <summary>The steps of each network that training trains.</summary>
    IReadOnlyList<ITrainingSteps> Networks { get; }

    /// <summary>Hands out everything that another implementation needs to make the same steps.</summary>
    void Write(TensorFolder folder);
}
