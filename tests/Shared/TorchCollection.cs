namespace MLNetUNetFill.Tests.Shared;

/// <summary>
/// libtorch's random generator and thread count belong to the process, so tests that use TorchSharp directly run one after the other,
/// and beside no others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection
{
    public const string Name = "Torch";
}
