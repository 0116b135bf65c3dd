using System.Globalization;
using MLNetUNetFill.Evaluation.Simulation;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Simulates single-cell counts with known cell types and known dropouts, after Splat (Zappia, Phipson and Oshlack 2017, Genome Biology
/// 18:174). For gene i of cell j:
/// <code>
/// share(i, j)  = gamma gene mean x differential expression of j's type x module activity, scaled to sum 1 in the cell
/// mean(i, j)   = library size of j (log-normal) x share(i, j)
/// cv(i, j)     = (biological variation + 1 / sqrt(mean)) x sqrt(df / chi-squared(df))
/// rate(i, j)   ~ Gamma(mean, cv)            truth(i, j) ~ Poisson(rate)
/// count(i, j)  = 0 with probability 1 / (1 + exp(-shape x (ln rate - midpoint))), else truth(i, j)
/// </code>
/// </summary>
public static class CellSimulator
{
    /// <summary>Simulates cells. The same options give the same result.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static SimulatedCells Simulate(SimulationOptions options, CancellationToken cancellationToken = default)
    {
        options.Validate();
        // A stream of its own for each part: the counts before dropout do not depend on the dropout's options.
        var seed = unchecked((uint)options.Seed);
        var cells = new Pcg32(seed, 1);
        var noise = new Pcg32(seed, 2);
        var loss = new Pcg32(seed, 3);
        var programs = GenePrograms.Draw(options, new Pcg32(seed, 0));
        var types = DrawTypes(options, cells);

        var (counts, truth) = (new SparseCellsBuilder(options.Genes), new SparseCellsBuilder(options.Genes));
        var activities = new double[options.GeneModules];
        var shares = new double[options.Genes];
        for (var cell = 0; cell < options.Cells; cell++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var librarySize = cells.LogNormal(options.LibrarySizeLocation, options.LibrarySizeScale);
            foreach (ref var activity in activities.AsSpan()) activity = cells.Normal();
            programs.Shares(types[cell], activities, shares);
            for (var gene = 0; gene < shares.Length; gene++)
            {
                var rate = DrawRate(options, noise, librarySize * shares[gene]);
                var count = noise.Poisson(rate);
                var kept = loss.NextUniform() >= 1 / (1 + Math.Exp(-options.DropoutShape * (Math.Log(rate) - options.DropoutMidpoint)));
                if (count == 0) continue;
                truth.Add(gene, count);
                if (kept) counts.Add(gene, count);
            }

            truth.EndCell();
            counts.EndCell();
        }

        string[] genes = [.. Enumerable.Range(0, options.Genes).Select(gene => Name("gene", gene))];
        string[] barcodes = [.. Enumerable.Range(0, options.Cells).Select(cell => Name("cell", cell))];
        return new SimulatedCells(new CountMatrix(barcodes, genes, genes, counts.Build()),
            new CountMatrix(barcodes, genes, genes, truth.Build()), [.. types.Select(type => Name("type", type))]);
    }

    private static double DrawRate(SimulationOptions options, Pcg32 random, double mean)
    {
        if (mean <= 0) return 0;
        var df = options.VariationDegreesOfFreedom;
        var variation = (options.BiologicalVariation + 1 / Math.Sqrt(mean)) * Math.Sqrt(df / random.Gamma(df / 2, 2));
        var shape = 1 / (variation * variation);
        return random.Gamma(shape, mean / shape);
    }

    /// <summary>Types in their proportions, to the nearest cell, in random order.</summary>
    private static int[] DrawTypes(SimulationOptions options, Pcg32 random)
    {
        var proportions = options.TypeProportions ?? [.. Enumerable.Repeat(1.0, options.CellTypes)];
        var (types, total, cumulative, next) = (new int[options.Cells], proportions.Sum(), 0.0, 0);
        for (var type = 0; type < proportions.Count; type++)
        {
            cumulative += proportions[type];
            var end = type == proportions.Count - 1 ? types.Length : (int)Math.Round(cumulative / total * types.Length);
            types.AsSpan(next..end).Fill(type);
            next = end;
        }

        random.Shuffle(types);
        return types;
    }

    private static string Name(string kind, int index) => kind + (index + 1).ToString(CultureInfo.InvariantCulture);
}
