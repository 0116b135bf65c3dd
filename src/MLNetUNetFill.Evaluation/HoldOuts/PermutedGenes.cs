using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation.HoldOuts;

/// <summary>
/// Counts in which some genes have been made independent of all others by permuting each one over the cells: every correlation of such a
/// gene after filling is the method's own (Andrews and Hemberg, False signals induced by single-cell imputation, F1000Research 2018). The
/// other genes stay, so that a method still finds the structure of the data.
/// </summary>
/// <remarks>
/// What is permuted is the gene's share of the library, brought back to counts at the depth of its new cell. Were it the count itself, deep
/// cells would express the gene less, all permuted genes would share that, and their correlations would be real.
/// </remarks>
/// <param name="Counts">The counts, with the permuted genes in place of the real ones.</param>
/// <param name="Genes">The permuted genes, ascending.</param>
internal sealed record PermutedGenes(CountMatrix Counts, int[] Genes)
{
    /// <summary>The correlation beyond which a pair counts as correlated.</summary>
    public const double Threshold = 0.3;

    /// <summary>Permutes genes drawn at random.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="wanted">How many genes; at most half of them are permuted.</param>
    /// <param name="seed">Seed of the choice and the permutations.</param>
    /// <param name="cancellation">Ends it between two cells.</param>
    public static PermutedGenes Create(CountMatrix counts, int wanted, int seed, CancellationToken cancellation = default)
    {
        int[] order = [.. Enumerable.Range(0, counts.GeneCount)];
        new SplitMix64(seed, -1).Shuffle<int>(order);
        int[] chosen = [.. order.Take(Math.Min(wanted, counts.GeneCount / 2)).Order()];
        double[] libraries = [.. Enumerable.Range(0, counts.CellCount).Select(counts.LibrarySize)];
        var permuted = chosen.ToDictionary(gene => gene, gene => Permutation(counts, libraries, gene, seed));

        var (builder, row) = (new SparseCellsBuilder(counts.GeneCount), new float[counts.GeneCount]);
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            cancellation.ThrowIfCancellationRequested();
            counts.Cells.CopyTo(cell, row);
            foreach (var (gene, column) in permuted) row[gene] = column[cell];
            builder.AddCell(row);
        }
        return new(counts.WithValues(builder.Build()), chosen);
    }

    /// <summary>The share of the pairs of a permuted gene and any other gene, permuted or not, with <c>|r| &gt; 0.3</c>. Genes that are
    /// constant make no pair.</summary>
    /// <param name="filled">The filled matrix, cells x genes, row by row.</param>
    /// <param name="cancellation">Ends it between two genes.</param>
    /// <returns>In [0, 1]; NaN without pairs.</returns>
    public double FalseCorrelationRate(ReadOnlySpan<float> filled, CancellationToken cancellation = default)
    {
        var geneCount = Counts.GeneCount;
        var columns = GeneColumns.Standardized(SparseCells.FromDense(filled, geneCount), [.. Enumerable.Range(0, geneCount)]);
        long pairs = 0, correlated = 0;
        foreach (var gene in Genes)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var other = 0; other < geneCount; other++)
            {
                // A pair of two permuted genes is met twice: it counts the first time.
                if (other == gene || columns[gene] is null || columns[other] is null
                    || (other < gene && Array.BinarySearch(Genes, other) >= 0)) continue;
                pairs++;
                if (Math.Abs(TensorPrimitives.Dot<float>(columns[gene], columns[other])) > Threshold) correlated++;
            }
        }
        return (double)correlated / pairs;
    }

    private static float[] Permutation(CountMatrix counts, double[] libraries, int gene, int seed)
    {
        int[] from = [.. Enumerable.Range(0, counts.CellCount)];
        var random = new SplitMix64(seed, gene);
        random.Shuffle<int>(from);
        // Random rounding keeps the expected share exact.
        return [.. from.Select((source, cell) => counts[source, gene] is var count && count > 0
            ? random.Round(count * libraries[cell] / libraries[source]) : 0f)];
    }
}
