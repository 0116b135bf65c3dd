namespace MLNetUNetFill.Evaluation.Simulation;

/// <summary>The part of the simulation that belongs to genes.</summary>
/// <param name="TypeMeans">Relative mean of every gene in every cell type.</param>
/// <param name="Module">Module of every gene, -1 for none.</param>
/// <param name="Loading">How far a gene follows its module, 0 for none.</param>
internal sealed record GenePrograms(double[][] TypeMeans, int[] Module, double[] Loading)
{
    public static GenePrograms Draw(SimulationOptions options, Pcg32 random)
    {
        var baseMeans = new double[options.Genes];
        foreach (ref var mean in baseMeans.AsSpan()) mean = random.Gamma(options.GeneMeanShape, 1);

        var typeMeans = new double[options.CellTypes][];
        for (var type = 0; type < typeMeans.Length; type++)
        {
            var means = typeMeans[type] = (double[])baseMeans.Clone();
            foreach (ref var mean in means.AsSpan())
            {
                if (random.NextUniform() >= options.DifferentialProbability) continue;
                var factor = random.LogNormal(options.DifferentialLocation, options.DifferentialScale);
                mean *= random.NextUniform() < 0.5 ? factor : 1 / factor;
            }
        }

        var (module, loading) = (new int[options.Genes], new double[options.Genes]);
        Array.Fill(module, -1);
        var members = options.GeneModules == 0 ? 0 : (int)Math.Round(options.ModuleGeneShare * options.Genes);
        var order = Enumerable.Range(0, options.Genes).ToArray();
        random.Shuffle(order);
        for (var i = 0; i < members; i++)
        {
            module[order[i]] = i % options.GeneModules;
            loading[order[i]] = options.ModuleScale * random.Normal();
        }

        return new GenePrograms(typeMeans, module, loading);
    }

    /// <summary>The expected share of every gene in one cell's counts.</summary>
    /// <param name="type">The cell's type.</param>
    /// <param name="activities">Activity of every module in the cell.</param>
    /// <param name="shares">Receives the shares, which sum to 1.</param>
    public void Shares(int type, ReadOnlySpan<double> activities, Span<double> shares)
    {
        double sum = 0;
        for (var gene = 0; gene < shares.Length; gene++)
        {
            var (mean, loading) = (TypeMeans[type][gene], Loading[gene]);
            // exp(l z) has mean exp(l^2 / 2) over the cells: divided out, so that a module leaves the type's mean as it is
            if (loading != 0) mean *= Math.Exp(loading * activities[Module[gene]] - loading * loading / 2);
            shares[gene] = mean;
            sum += mean;
        }

        foreach (ref var share in shares) share /= sum;
    }
}
