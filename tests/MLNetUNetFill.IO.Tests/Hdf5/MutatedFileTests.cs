using System.Diagnostics;

namespace MLNetUNetFill.IO.Tests.Hdf5;

/// <summary>
/// Damaged files are read or refused in a sentence. <c>UNETFILL_MUTATIONS=2000 dotnet test tests/MLNetUNetFill.IO.Tests --filter
/// MutatedFileTests --logger "console;verbosity=detailed"</c> tries as many of each kind of file and prints how many.
/// </summary>
public class MutatedFileTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("UNETFILL_MUTATIONS"), out var count) ? count : 40;

    [Theory]
    [InlineData("small.h5ad", 2)]
    [InlineData("latest.h5ad", 4)]
    [InlineData("lzf.h5ad", 4)]
    [InlineData("v3.h5", 2)]
    [InlineData("v2.h5", 2)]
    public void Mutated_files_are_read_or_refused_in_a_sentence(string name, int share)
    {
        using var folder = new TempFolder();
        var whole = File.ReadAllBytes(Samples.Named(name));
        var (refused, longest) = (0, TimeSpan.Zero);
        for (var number = 0; number < Count / share; number++)
        {
            var path = folder[$"mutated{Path.GetExtension(name)}"];
            File.WriteAllBytes(path, Mutator.Mutate(whole, number));
            var watch = Stopwatch.StartNew();
            var problem = HostileFile.Try(path, out var refusal);
            Assert.True(problem is null, $"mutation {number} of {name}: {problem}");
            if (refusal is not null) refused++;
            if (watch.Elapsed > longest) longest = watch.Elapsed;
        }

        output.WriteLine($"{name}: {Count / share} mutated files, {refused} refused in a sentence, {Count / share - refused} read; "
            + $"the slowest took {longest.TotalSeconds:F2} s");
    }

    [Theory]
    [InlineData("small.h5ad", 412)] // a name with a line break
    [InlineData("latest.h5ad", 15)] // the header's size of the only chunk
    [InlineData("latest.h5ad", 111)]
    [InlineData("latest.h5ad", 331)]
    [InlineData("v3.h5", 555)] // the size of a fill value
    public void What_was_found_stays_mended(string name, int number)
    {
        using var folder = new TempFolder();
        var path = folder[$"mutated{Path.GetExtension(name)}"];
        File.WriteAllBytes(path, Mutator.Mutate(File.ReadAllBytes(Samples.Named(name)), number));
        Assert.Null(HostileFile.Try(path, out var refusal));
        Assert.NotNull(refusal);
    }
}
