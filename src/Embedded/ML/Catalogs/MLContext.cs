using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class MLContext : IHostEnvironment
{
    private readonly Random _random;

    public MLContext(int? seed = null)
    {
        Seed = seed;
        _random = seed is { } value ? new(value) : new();
        Data = new(this);
        Transforms = new(this);
        Clustering = new(this);
        Model = new(this);
    }

    public event EventHandler<LoggingEventArgs> Log;

    public DataOperationsCatalog Data { get; }

    public TransformsCatalog Transforms { get; }

    public ClusteringCatalog Clustering { get; }

    public ModelOperationsCatalog Model { get; }

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; }

    public string TempFilePath { get; set; } = Path.GetTempPath();

    internal int? Seed { get; }

    /// <summary>A new random generator; the n-th one of a seeded context is always the same.</summary>
    internal Random CreateRandom()
    {
        lock (_random)
            return new(_random.Next());
    }

    internal void WriteLog(string source, ChannelMessageKind kind, string message) => Log?.Invoke(this, new(message, kind, source));
}
