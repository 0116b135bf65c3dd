using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

public class PhysicalCoresTests
{
    // Eight processors, two threads a core: 0 and 4 share one, 1 and 5 the next, and so on.
    private static string Siblings(int cpu) => $"{cpu % 4},{cpu % 4 + 4}\n";

    [Theory]
    [InlineData("0-7", 8, 4)]
    [InlineData("0-3", 4, 4)]
    [InlineData("0,4", 2, 1)]
    [InlineData("1,3-5,7", 5, 4 - 1)]
    [InlineData("0-7", 2, 2)] // a CPU quota of two
    public void Threads_of_one_core_count_once(string allowed, int processors, int cores) =>
        Assert.Equal(cores, PhysicalCores.Parse(["Name:\tx", $"Cpus_allowed_list:\t{allowed}"], Siblings, processors));

    [Fact]
    public void Without_a_list_every_processor_counts() => Assert.Equal(6, PhysicalCores.Parse(["Name:\tx"], Siblings, 6));

    [TasksetFact]
    public async Task A_process_that_is_bound_to_one_processor_has_one_core()
    {
        var (process, _) = await BoundToOne(processorCount: null);

        Assert.Equal((1, 1), (process.Processors, process.PhysicalCores));
    }

    [TasksetFact]
    public async Task A_processor_count_above_the_affinity_mask_adds_no_cores()
    {
        // As wrong as a number in the environment can be: .NET believes it.
        var (process, _) = await BoundToOne(processorCount: "4");

        Assert.Equal((4, 1), (process.Processors, process.PhysicalCores));
    }

    [Fact]
    public void There_is_at_least_one_and_no_more_than_processors() => Assert.InRange(PhysicalCores.Count, 1, Environment.ProcessorCount);

    private static Task<(FreshProcess Process, string Error)> BoundToOne(string? processorCount) =>
        FreshProcess.Start(new Dictionary<string, string?> { ["DOTNET_PROCESSOR_COUNT"] = processorCount },
            "taskset", "-c", TasksetFactAttribute.AllowedProcessors.Split(',', '-')[0]);
}
