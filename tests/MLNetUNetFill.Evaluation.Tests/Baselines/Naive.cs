namespace MLNetUNetFill.Evaluation.Tests.Baselines;

/// <summary>The textbook formulas, dense and in double precision, that the baselines are held against.</summary>
internal static class Naive
{
    /// <summary>Raw counts, dense.</summary>
    public static double[][] Dense(CountMatrix counts) =>
        [.. Enumerable.Range(0, counts.CellCount).Select(cell => Enumerable.Range(0, counts.GeneCount)
        .Select(gene => (double)counts[cell, gene]).ToArray())];

    /// <summary>log(1 + 10,000 x / sum x) of every row.</summary>
    public static double[][] Log1pCp10k(double[][] rows) =>
        [.. rows.Select(row => row.Select(x => Math.Log(1 + 1e4 * x / row.Sum())).ToArray())];

    /// <summary>All rows by their Euclidean distance from one row, which itself comes first.</summary>
    public static int[] ByDistance(double[][] rows, int from) =>
        [.. Enumerable.Range(0, rows.Length).OrderBy(other => other == from ? -1 : Distance(rows[from], rows[other]))];

    public static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    /// <summary>Mean of the values above 0.</summary>
    public static double MeanOfNonZeros(IEnumerable<double> values) => values.Where(value => value > 0).DefaultIfEmpty(0).Average();

    /// <summary>Compares a filled matrix with the expected one.</summary>
    public static void AssertEqual(double[][] expected, float[] filled, double tolerance = 1e-4)
    {
        var genes = expected[0].Length;
        Assert.Equal(expected.Length * genes, filled.Length);
        for (var cell = 0; cell < expected.Length; cell++)
            for (var gene = 0; gene < genes; gene++)
                Assert.True(Math.Abs(expected[cell][gene] - filled[cell * genes + gene]) <= tolerance,
                    $"cell {cell}, gene {gene}: expected {expected[cell][gene]}, got {filled[cell * genes + gene]}");
    }
}
