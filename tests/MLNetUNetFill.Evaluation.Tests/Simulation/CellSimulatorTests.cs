namespace MLNetUNetFill.Evaluation.Tests.Simulation;

public class CellSimulatorTests
{
    private static readonly SimulationOptions Small = new() { Cells = 120, Genes = 90, CellTypes = 3 };

    /// <summary>No spread but that of the counts, no dropout.</summary>
    private static readonly SimulationOptions Plain = new()
    {
        Cells = 1500, Genes = 60, CellTypes = 1, LibrarySizeScale = 0, DifferentialProbability = 0, GeneModules = 0,
            DropoutMidpoint = double.NegativeInfinity,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-3)]
    public void The_same_seed_gives_the_same_cells_and_another_seed_others(int seed)
    {
        var first = CellSimulator.Simulate(Small with { Seed = seed });
        var second = CellSimulator.Simulate(Small with { Seed = seed });
        Assert.Equal(first.Labels, second.Labels);
        Assert.Equal(Dense(first.Counts), Dense(second.Counts));
        Assert.Equal(Dense(first.Truth), Dense(second.Truth));
        Assert.NotEqual(Dense(first.Truth), Dense(CellSimulator.Simulate(Small with { Seed = seed + 1 }).Truth));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Dropout_only_removes(int seed)
    {
        var simulated = CellSimulator.Simulate(Small with { Seed = seed });
        var (counts, truth) = (Dense(simulated.Counts), Dense(simulated.Truth));
        for (var i = 0; i < counts.Length; i++) Assert.True(counts[i] == 0 || counts[i] == truth[i],
            $"entry {i}: {counts[i]} from {truth[i]}");
        Assert.InRange(simulated.Counts.NonZeroCount, 1, simulated.Truth.NonZeroCount - 1);
        Assert.All(truth, value => Assert.True(value >= 0 && value == MathF.Floor(value)));
    }

    [Fact]
    public void The_dropout_options_leave_the_truth_as_it_is()
    {
        var truth = Dense(CellSimulator.Simulate(Small).Truth);
        var none = CellSimulator.Simulate(Small with { DropoutMidpoint = double.NegativeInfinity });
        Assert.Equal(truth, Dense(none.Truth));
        Assert.Equal(truth, Dense(none.Counts));
        var strong = CellSimulator.Simulate(Small with { DropoutMidpoint = 3, DropoutShape = -2 });
        Assert.Equal(truth, Dense(strong.Truth));
        Assert.True(strong.Counts.NonZeroCount < CellSimulator.Simulate(Small).Counts.NonZeroCount);
    }

    [Fact]
    public void Dropout_follows_its_curve()
    {
        // A midpoint far above every rate loses all, far below none; with a steep slope half of the entries at the midpoint.
        Assert.Equal(0, CellSimulator.Simulate(Small with { DropoutMidpoint = 50 }).Counts.NonZeroCount);
        var kept = CellSimulator.Simulate(Small with { DropoutMidpoint = -50 });
        Assert.Equal(kept.Truth.NonZeroCount, kept.Counts.NonZeroCount);
        var flat = CellSimulator.Simulate(Plain with { DropoutMidpoint = 0, DropoutShape = -1e-9 });
        Assert.Equal(0.5, flat.Counts.NonZeroCount / (double)flat.Truth.NonZeroCount, 0.01);
    }

    [Fact]
    public void Library_sizes_match_their_distribution()
    {
        var options = Plain with { LibrarySizeScale = 0.3, Genes = 300 };
        var truth = CellSimulator.Simulate(options).Truth;
        var expected = Math.Exp(options.LibrarySizeLocation + 0.3 * 0.3 / 2);
        var sizes = Enumerable.Range(0, truth.CellCount).Select(truth.LibrarySize).ToArray();
        var mean = sizes.Average();
        var standardError = Math.Sqrt(sizes.Sum(size => (size - mean) * (size - mean)) / sizes.Length / sizes.Length);
        Assert.InRange(mean, expected - 5 * standardError, expected + 5 * standardError);
        Assert.True(standardError < 0.02 * expected);
    }

    [Fact]
    public void Variance_follows_the_biological_variation()
    {
        // Without spread of the chi-squared: variance = mean + mean^2 cv^2 with cv = phi + 1 / sqrt(mean).
        var options = Plain with { Cells = 6000, Genes = 20, BiologicalVariation = 0.3, VariationDegreesOfFreedom = 1e6,
            GeneMeanShape = 100 };
        var truth = CellSimulator.Simulate(options).Truth;
        double observed = 0, expected = 0;
        for (var gene = 0; gene < truth.GeneCount; gene++)
        {
            var values = Enumerable.Range(0, truth.CellCount).Select(cell => (double)truth[cell, gene]).ToArray();
            var mean = values.Average();
            var cv = 0.3 + 1 / Math.Sqrt(mean);
            expected += mean + mean * mean * cv * cv;
            observed += values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        }

        Assert.InRange(observed / expected, 0.95, 1.05);
    }

    [Fact]
    public void Genes_of_a_module_rise_and_fall_together()
    {
        var options = Plain with { LibrarySizeLocation = 11, GeneModules = 1, ModuleGeneShare = 1, ModuleScale = 1 };
        Assert.True(MeanSquaredCorrelation(CellSimulator.Simulate(options).Truth)
            > 10 * MeanSquaredCorrelation(CellSimulator.Simulate(options with { GeneModules = 0 }).Truth));
    }

    [Theory]
    [InlineData(null, "40 40 40")]
    [InlineData("1 2 3", "20 40 60")]
    [InlineData("0.98 0.01 0.01", "118 1 1")]
    public void Cell_types_have_their_proportions(string? proportions, string sizes)
    {
        var labels = CellSimulator.Simulate(Small with { TypeProportions = proportions?.Split(' ').Select(double.Parse).ToArray() }).Labels;
        Assert.Equal(sizes, string.Join(' ', labels.CountBy(label => label).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value)));
        Assert.NotEqual(labels.Order(StringComparer.Ordinal), labels);
    }

    [Fact]
    public void Differential_expression_sets_the_types_apart()
    {
        var options = Plain with { CellTypes = 2, DifferentialProbability = 0.5, DifferentialLocation = 1 };
        Assert.True(TypeDistance(CellSimulator.Simulate(options))
            > 5 * TypeDistance(CellSimulator.Simulate(options with { DifferentialProbability = 0 })));
    }

    [Fact]
    public void The_defaults_give_about_four_zeros_in_five()
    {
        var options = new SimulationOptions();
        var counts = CellSimulator.Simulate(options).Counts;
        Assert.Equal((600, 800), (counts.CellCount, counts.GeneCount));
        Assert.InRange(1 - counts.NonZeroCount / (600.0 * 800), 0.75, 0.85);
        Assert.All(Enumerable.Range(0, 600), cell => Assert.True(counts.LibrarySize(cell) > 50));
    }

    [Fact]
    public void Stops_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => CellSimulator.Simulate(Small, new CancellationToken(canceled: true)));

    private static float[] Dense(CountMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.CellCount).SelectMany(cell => Enumerable.Range(0, matrix.GeneCount)
        .Select(gene => matrix[cell, gene]))];

    private static double TypeDistance(SimulatedCells simulated)
    {
        var distance = 0.0;
        for (var gene = 0; gene < simulated.Truth.GeneCount; gene++)
        {
            var mean = simulated.Labels.Select((label, cell) => (label, simulated.Truth[cell, gene])).GroupBy(pair => pair.label)
                .Select(group => group.Average(pair => Math.Log(1 + pair.Item2))).ToArray();
            distance += Math.Abs(mean[0] - mean[1]);
        }

        return distance;
    }

    private static double MeanSquaredCorrelation(CountMatrix matrix)
    {
        var columns = Enumerable.Range(0, 20).Select(gene =>
        {
            var values = Enumerable.Range(0, matrix.CellCount).Select(cell => Math.Log(1 + matrix[cell, gene])).ToArray();
            var mean = values.Average();
            var norm = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean))) + 1e-12;
            return values.Select(value => (value - mean) / norm).ToArray();
        }).ToArray();
        var squares = from i in Enumerable.Range(0, 20) from j in Enumerable.Range(0, i) select Math.Pow(columns[i]
            .Zip(columns[j], (a, b) => a * b).Sum(), 2);
        return squares.Average();
    }
}
