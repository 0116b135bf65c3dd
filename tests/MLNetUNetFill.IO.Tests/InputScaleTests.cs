namespace MLNetUNetFill.IO.Tests;

public sealed class InputScaleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Func<float, double, double>, string?> Scales => new()
    {
        { "counts", (count, _) => count, null },
        { "log1p", (count, library) => Math.Log(1 + 1e4 * count / library), "and exp(value) - 1 adds up to 10,0" },
        { "log2", (count, library) => Math.Log2(1 + 1e4 * count / library) / 2, "they look like logarithms" },
        { "fractions", (count, library) => count / library, "so they were normalised" },
        { "thousands", (count, _) => count / 10_000, "none is above 1, so they are fractions" },
        { "counts / 1000", (count, _) => count / 1000, "so they look like logarithms" },
        { "deep counts / 1000", (count, _) => (count < 2 ? 40_000 : count) / 1000, "most are below 1, so they are fractions" },
        { "cpm", (count, library) => 1e6 * count / library, "and they add up to 1,000," },
        { "rounded", (count, library) => Math.Round(1e6 * count / library), "so they were normalised and rounded" },
        { "estimated", (count, library) => count * (1 + 0.3 * Math.Sin(library + count)) + 30, null },
    };

    [Theory]
    [MemberData(nameof(Scales))]
    public void What_is_not_raw_counts_is_noticed(string scale, Func<float, double, double> change, string? found)
    {
        Write(change);
        Assert.Equal(found is not null, CountFile.Open(_folder["m"]).Warnings.Any(warning =>
            warning.Contains("does not seem to hold raw counts", StringComparison.Ordinal)));
        var options = new CountFileOptions { OnSuspiciousInput = SuspiciousInput.Refuse };
        if (found is null) CountFile.Open(_folder["m"], options);
        else Assert.Contains(found, Assert.Throws<GapFillException>(() => CountFile.Open(_folder["m"], options)).Message,
            StringComparison.Ordinal);
        CountFile.Open(_folder["m"], options with { Scale = InputScale.Counts });
        Assert.NotEmpty(scale);
    }

    [Theory]
    [InlineData(InputScale.Log1p, 1e4)]
    [InlineData(InputScale.Log1p, 3317)]
    [InlineData(InputScale.Cp10k, 1e4)]
    [InlineData(InputScale.Cpm, 1e6)]
    public void Counts_are_brought_back_from_a_known_scale(InputScale scale, double sum)
    {
        var counts = Write((count, library) => scale == InputScale.Log1p ? Math.Log(1 + sum * count / library) : sum * count / library);
        var source = CountFile.Open(_folder["m"], new CountFileOptions { Scale = scale, OnSuspiciousInput = SuspiciousInput.Refuse });
        Matrices.AssertSame(counts, source.ToMatrix());
        Assert.Contains("the counts were brought back from", source.Warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_brought_back_exactly_is_refused_with_the_reason()
    {
        Write((count, library) => Math.Round(Math.Log(1 + 1e4 * count / library), 1));
        Assert.Contains("are no whole multiples of its smallest", Assert.Throws<GapFillException>(() =>
            CountFile.Open(_folder["m"], new CountFileOptions { Scale = InputScale.Log1p })).Message, StringComparison.Ordinal);
        Assert.Contains("gene lengths", Assert.Throws<GapFillException>(() =>
            CountFile.Open(_folder["m"], new CountFileOptions { Scale = InputScale.Tpm })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_that_was_filled_is_known_by_its_provenance()
    {
        Write((count, _) => count);
        File.WriteAllText(Path.Combine(_folder["m"], "provenance.json"),
            "{ \"tool\": \"unetfill 0.6.0\", \"contents\": \"log1p(10000 * count / library size); ...\" }");
        Assert.Contains("it was filled by unetfill 0.6.0 already", Assert.Throws<GapFillException>(() =>
            CountFile.Open(_folder["m"], new CountFileOptions { OnSuspiciousInput = SuspiciousInput.Refuse })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Writes 20 cells of 40 genes with the values changed; every cell has a gene with a count of 1.</summary>
    private CountMatrix Write(Func<float, double, double> change)
    {
        const int cells = 20, genes = 40;
        var random = new Random(7);
        var counts = new CountMatrix([.. Enumerable.Range(0, cells).Select(cell => $"c{cell}")], Names, Names,
            [.. Enumerable.Range(0, cells + 1).Select(cell => cell * genes)],
            [.. Enumerable.Range(0, cells).SelectMany(_ => Enumerable.Range(0, genes))],
            [.. Enumerable.Range(0, cells * genes).Select(entry => entry % genes == 0 ? 1f : random.Next(1, entry % 7 == 0 ? 4000 : 9))]);
        var values = Enumerable.Range(0, cells)
            .SelectMany(cell => counts.ValuesOf(cell).ToArray().Select(count => (float)change(count, counts.LibrarySize(cell)))).ToArray();
        TenXWriter.Write(_folder["m"],
            new CountMatrix(counts.Barcodes, Names, Names, [.. Enumerable.Range(0, cells + 1).Select(cell => cell * genes)],
            [.. Enumerable.Range(0, cells).SelectMany(_ => Enumerable.Range(0, genes))], values));
        return counts;
    }

    private static string[] Names => [.. Enumerable.Range(0, 40).Select(gene => $"g{gene}")];
}
