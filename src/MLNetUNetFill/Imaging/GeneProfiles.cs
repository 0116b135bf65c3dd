using System.Numerics.Tensors;

namespace MLNetUNetFill.Imaging;

/// <summary>The profiles by which a layout compares genes: standardised log1p CP10k over the training cells, reduced to a few components of
/// length 1.</summary>
internal static class GeneProfiles
{
    private const int MaxCells = 1000;

    /// <summary>Number of components of a profile; fewer in small data.</summary>
    public const int Components = 30;

    /// <summary>Computes the profiles.</summary>
    /// <param name="cells">The training matrix; of more than 1000 cells a seeded sample is used.</param>
    /// <param name="seed">Seed of the sample and of the components.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Row-major, genes x components, each row of Euclidean length 1; a gene that does not vary gets zeros.</returns>
    public static float[] Compute(SparseCells cells, int seed, CancellationToken cancellation)
    {
        var (genes, shifts) = StandardizedGenes(cells, Sample(cells.CellCount, seed));
        var profiles = PrincipalComponents.Scores(genes, Components, seed, shifts, cancellation);
        var length = profiles.Length / cells.GeneCount;
        for (var gene = 0; gene < cells.GeneCount; gene++)
        {
            var profile = profiles.AsSpan(gene * length, length);
            if (TensorPrimitives.Norm<float>(profile) is > 0 and var norm) TensorPrimitives.Divide(profile, norm, profile);
        }
        return profiles;
    }

    private static int[] Sample(int cells, int seed)
    {
        int[] order = [.. Enumerable.Range(0, cells)];
        if (cells <= MaxCells) return order;
        new SplitMix64(seed).Shuffle<int>(order);
        return [.. order.Take(MaxCells).Order()];
    }

    /// <summary>Genes x sampled cells, each row divided by its standard deviation; subtracting its shift from every entry, zeros included,
    /// gives the standardised gene. So the matrix stays sparse.</summary>
    private static (SparseCells Genes, double[] Shifts) StandardizedGenes(SparseCells cells, int[] sample)
    {
        var starts = new int[cells.GeneCount + 1];
        foreach (var cell in sample)
            foreach (var gene in cells.GenesOf(cell)) starts[gene + 1]++;
        for (var gene = 0; gene < cells.GeneCount; gene++) starts[gene + 1] += starts[gene];

        var next = starts.AsSpan(0, cells.GeneCount).ToArray();
        var columns = new int[starts[^1]];
        var values = new float[starts[^1]];
        for (var column = 0; column < sample.Length; column++)
        {
            var genes = cells.GenesOf(sample[column]);
            for (var i = 0; i < genes.Length; i++)
            {
                columns[next[genes[i]]] = column;
                values[next[genes[i]]++] = cells.ValuesOf(sample[column])[i];
            }
        }

        var shifts = new double[cells.GeneCount];
        for (var gene = 0; gene < shifts.Length; gene++)
        {
            var row = values.AsSpan(starts[gene]..starts[gene + 1]);
            double mean = 0, squares = 0;
            foreach (var value in row) mean += value;
            mean /= sample.Length;
            foreach (var value in row) squares += (value - mean) * (value - mean);
            squares += (sample.Length - row.Length) * mean * mean;
            var factor = squares > 1e-12 ? 1 / Math.Sqrt(squares) : 0;
            TensorPrimitives.Multiply(row, (float)factor, row);
            shifts[gene] = mean * factor;
        }
        return (new SparseCells(sample.Length, starts, columns, values), shifts);
    }
}
