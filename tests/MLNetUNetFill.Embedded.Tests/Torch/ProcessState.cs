namespace MLNetUNetFill.Embedded.Tests.Torch;

/// <summary>
/// Tests of what belongs to the whole process (the default random generator, the thread count, memory): they run one after the other
/// and beside no others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class ProcessState
{
    public const string Name = "State of the process in libtorch";
}
