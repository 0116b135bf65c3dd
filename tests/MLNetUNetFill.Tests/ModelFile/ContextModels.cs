using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Models of the context preset with random weights and statistics, over random landmarks.</summary>
internal static class ContextModels
{
    /// <summary>The landmarks are the cells of <see cref="Landmarks"/> with the same numbers.</summary>
    public static GapFillModel Create(int seed = 1, int genes = 70, int modelled = 50, int height = 8, int width = 8, int landmarks = 60,
        int baseChannels = 2, int kernel = 1)
    {
        var random = new Random(seed);
        var chosen = Shuffled(random, genes)[..modelled];
        Array.Sort(chosen);
        var shape = ContextUNet.Trunk(ContextChannels.Count, baseChannels, kernel, 0.2f);
        return new GapFillModel(
            InputName: "Counts", OutputName: "Filled", GeneNames: [.. Enumerable.Range(0, genes).Select(gene => $"Gene{gene}")],
            ModelledGenes: chosen, Pixels: new PixelMap(height, width, Shuffled(random, height * width)[..modelled]),
            Network: new ContextNetwork
            {
                Context = Context(random, chosen, Landmarks(seed, genes, landmarks), genes),
                Shape = shape,
                Weights = Weights(random, shape, height, width),
                UncertaintyScale = 1.25f,
            },
            Provenance: new Dictionary<string, string> { ["seed"] = "1" });
    }

    /// <summary>The context network of a model.</summary>
    public static ContextNetwork Network(GapFillModel model) => (ContextNetwork)model.Network;

    /// <summary>The same model under another policy.</summary>
    public static GapFillModel With(this GapFillModel model, FillPolicy policy) =>
        model with { Network = Network(model) with { Policy = policy } };

    /// <summary>Counts of all genes of the landmarks, cells x genes.</summary>
    public static float[] Landmarks(int seed, int genes, int landmarks) => RandomModels.Counts(seed + 1000, landmarks, genes);

    private static CellContext Context(Random random, int[] modelled, float[] landmarks, int genes)
    {
        int count = landmarks.Length / genes, chosen = modelled.Length;
        var neighbourhood = Subspace(random, chosen, rank: 6);
        float[] counts = new float[count * chosen], libraries = new float[count], scores = new float[count * neighbourhood.Rank];
        for (var cell = 0; cell < count; cell++)
        {
            var row = landmarks.AsSpan(cell * genes, genes).ToArray();
            libraries[cell] = row.Sum();
            for (var gene = 0; gene < chosen; gene++) counts[cell * chosen + gene] = row[modelled[gene]];
            for (var i = 0; i < neighbourhood.Rank; i++)
                scores[cell * neighbourhood.Rank + i] = (float)Enumerable.Range(0, chosen).Sum(gene =>
                    (Math.Log(1 + 1e4 * row[modelled[gene]] / libraries[cell]) - neighbourhood.Centre[gene]) / neighbourhood.Scale[gene]
                    * neighbourhood.Basis[gene * neighbourhood.Rank + i]);
        }
        return new CellContext(
            Mean: RandomModels.Floats(random, chosen, 2, 4), Deviation: RandomModels.Floats(random, chosen, 0.3f, 1),
            DetectionRate: RandomModels.Floats(random, chosen, 0.05f, 1), Share: RandomModels.Floats(random, chosen, 0.001f, 0.03f),
            MedianLibrary: 700, LogLibraryMean: 6.5f, LogLibraryDeviation: 0.3f, Neighbourhood: neighbourhood,
            Standardised: Subspace(random, chosen, rank: 12), ResidualBasis: Subspace(random, chosen, rank: 5).Basis,
            Completion: new LowRankCompletion(Subspace(random, chosen, rank: 4).Basis, RandomModels.Floats(random, 4, 0.2f, 0.9f)),
            CoarseCompletion: new LowRankCompletion(Subspace(random, chosen, rank: 2).Basis, RandomModels.Floats(random, 2, 0.2f, 0.7f)),
            Related: new RelatedGenes(3, [.. Enumerable.Range(0, 3 * chosen).Select(_ => random.Next(chosen))],
            RandomModels.Floats(random, 3 * chosen, -0.5f, 0.5f)),
            Landmarks: new LandmarkBank(count, counts, libraries, scores));
    }

    private static LinearSubspace Subspace(Random random, int genes, int rank) => new(RandomModels.Floats(random, genes, 0, 3),
        RandomModels.Floats(random, genes, 0.5f, 2), Orthonormal(random, genes, rank), rank);

    /// <summary>Random orthonormal columns, by Gram and Schmidt.</summary>
    private static float[] Orthonormal(Random random, int rows, int columns)
    {
        var basis = new List<double[]>();
        while (basis.Count < columns)
        {
            var column = Enumerable.Range(0, rows).Select(_ => random.NextDouble() - 0.5).ToArray();
            foreach (var other in basis)
            {
                var dot = column.Zip(other, (a, b) => a * b).Sum();
                for (var i = 0; i < rows; i++) column[i] -= dot * other[i];
            }
            var length = Math.Sqrt(column.Sum(value => value * value));
            basis.Add([.. column.Select(value => value / length)]);
        }
        return [.. from row in Enumerable.Range(0, rows) from column in basis select (float)column[row]];
    }

    /// <summary>Weights as large as PyTorch draws them: larger ones would blow up single precision's rounding.</summary>
    public static Dictionary<string, WeightTensor> Weights(Random random, UNetShape shape, int height, int width)
    {
        var weights = new Dictionary<string, WeightTensor>();
        long w = shape.BaseChannels, second = shape.SecondChannels, bottom = shape.BottleneckChannels, k = shape.KernelSize,
            wide = shape.PointwiseChannels;
        Block("rate.trunk.enc1", ContextChannels.Count, w);
        Block("rate.trunk.enc2", w, second);
        Block("rate.trunk.bottleneck", second, bottom);
        Up("rate.trunk.up2", bottom, second);
        Block("rate.trunk.dec2", 2 * second, second);
        Up("rate.trunk.up1", second, w);
        Block("rate.trunk.dec1", 2 * w, w);
        Conv("rate.trunk.head", w, 2, 1);
        Conv("value.trunk.hidden1", ContextChannels.Count, wide, 1);
        Conv("value.trunk.hidden2", wide, wide, 1);
        Conv("value.trunk.head", wide, 2, 1);
        foreach (var branch in new[] { "rate", "value" })
        {
            Conv($"{branch}.linear", ContextChannels.Count, 2, 1);
            Add($"{branch}.gene_bias", 0.3f, 1, 2, height, width);
        }
        Add("rate.gene_embedding", 0.3f, 1, ContextChannels.Count, height, width);
        Add("log_theta", 2, 1, 1, height, width);
        return weights;

        void Block(string name, long input, long output)
        {
            Conv($"{name}.conv1", input, output, k);
            Conv($"{name}.conv2", output, output, k);
        }

        void Up(string name, long input, long output)
        {
            Add($"{name}.weight", 1 / MathF.Sqrt(input), input, output, 2, 2);
            Add($"{name}.bias", 1 / MathF.Sqrt(input), output);
        }

        void Conv(string name, long input, long output, long kernel)
        {
            Add($"{name}.weight", 1 / MathF.Sqrt(input * kernel * kernel), output, input, kernel, kernel);
            Add($"{name}.bias", 1 / MathF.Sqrt(input * kernel * kernel), output);
        }

        void Add(string name, float bound, params long[] dims) =>
            weights.Add(name, new WeightTensor(dims, RandomModels.Floats(random, (int)dims.Aggregate(1L, (a, b) => a * b), -bound, bound)));
    }

    private static int[] Shuffled(Random random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }
}
