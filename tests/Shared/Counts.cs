namespace MLNetUNetFill.Tests.Shared;

/// <summary>Small count matrices for tests.</summary>
internal static class Counts
{
    /// <summary>From dense rows, cells x genes.</summary>
    public static CountMatrix Of(params float[][] rows)
    {
        var starts = new int[rows.Length + 1];
        List<int> genes = [];
        List<float> values = [];
        for (var cell = 0; cell < rows.Length; cell++)
        {
            for (var gene = 0; gene < rows[cell].Length; gene++)
            {
                if (rows[cell][gene] == 0) continue;
                genes.Add(gene);
                values.Add(rows[cell][gene]);
            }
            starts[cell + 1] = genes.Count;
        }
        string[] names = [.. Enumerable.Range(0, rows[0].Length).Select(gene => $"g{gene}")];
        return new([.. Enumerable.Range(0, rows.Length).Select(cell => $"c{cell}")], names, names, starts, [.. genes], [.. values]);
    }

    /// <summary>Random counts, about half of them zero; the first cell holds a single count.</summary>
    public static CountMatrix Random(int seed, int cells = 12, int genes = 9)
    {
        var random = new Random(seed);
        var rows = new float[cells][];
        for (var cell = 0; cell < cells; cell++)
            rows[cell] = [.. Enumerable.Range(0, genes).Select(_ => (float)Math.Max(0, random.Next(-5, 7)))];
        Array.Clear(rows[0]);
        rows[0][seed % genes] = 3;
        return Of(rows);
    }

    /// <summary>Modules of genes that rise and fall together over the cells; gene <c>g</c> belongs to module <c>g % modules</c>.</summary>
    public static CountMatrix Modules(int cells, int genes, int modules, int seed)
    {
        var random = new Random(seed);
        var rows = new float[cells][];
        for (var cell = 0; cell < cells; cell++)
        {
            double[] level = [.. Enumerable.Range(0, modules).Select(_ => 12 * random.NextDouble())];
            rows[cell] = [.. Enumerable.Range(0, genes)
                .Select(gene => (float)Math.Round(level[gene % modules] * (0.6 + 0.8 * random.NextDouble())))];
        }
        return Of(rows);
    }
}
