namespace MLNetUNetFill.IO.Tests;

internal static class Matrices
{
    /// <summary>A random sparse matrix; whole counts or fractional values of very different sizes.</summary>
    public static CountMatrix Random(int seed, bool wholeNumbers)
    {
        var random = new Random(seed);
        var (cells, genes) = (random.Next(1, 30), random.Next(2, 40));
        var density = random.NextDouble();
        var (starts, columns, values) = (new List<int> { 0 }, new List<int>(), new List<float>());
        for (var cell = 0; cell < cells; cell++)
        {
            for (var gene = 0; gene < genes; gene++)
            {
                if (random.NextDouble() >= density) continue;
                columns.Add(gene);
                values.Add(wholeNumbers ? random.Next(1, 2000) : (float)Math.Exp(40 * random.NextDouble() - 20));
            }

            starts.Add(columns.Count);
        }

        return new CountMatrix(Names("cell", cells), Names("ENSG", genes), Names("gène ", genes), [.. starts], [.. columns], [.. values]);
    }

    public static void AssertSame(CountMatrix expected, CountMatrix actual)
    {
        Assert.Equal(expected.Barcodes, actual.Barcodes);
        Assert.Equal(expected.GeneIds, actual.GeneIds);
        Assert.Equal(expected.GeneNames, actual.GeneNames);
        for (var cell = 0; cell < expected.CellCount; cell++)
        {
            Assert.Equal(expected.GenesOf(cell).ToArray(), actual.GenesOf(cell).ToArray());
            Assert.Equal(expected.ValuesOf(cell).ToArray(), actual.ValuesOf(cell).ToArray());
        }
    }

    public static float[] Row(CountMatrix matrix, int cell)
    {
        var row = new float[matrix.GeneCount];
        for (var gene = 0; gene < row.Length; gene++) row[gene] = matrix[cell, gene];
        return row;
    }

    private static string[] Names(string prefix, int count) => [.. Enumerable.Range(1, count).Select(i => prefix + i)];
}
