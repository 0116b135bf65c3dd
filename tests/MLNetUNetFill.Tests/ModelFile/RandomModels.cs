using MLNetUNetFill.Imaging;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Models with random weights, and counts to score with them.</summary>
internal static class RandomModels
{
    public static GapFillModel Create(int seed = 1, int genes = 70, int modelled = 50, int height = 8, int width = 8, int channels = 2,
        int kernel = 3, int levels = 1)
    {
        var random = new Random(seed);
        var chosen = Enumerable.Range(0, genes).ToArray();
        random.Shuffle(chosen);
        var pixels = Enumerable.Range(0, height * width / levels).Select(pixel => pixel * levels).ToArray();
        random.Shuffle(pixels);
        var shape = new UNetShape(channels, kernel, 0.2f);
        return new GapFillModel(
            InputName: "Counts", OutputName: "Filled", GeneNames: Enumerable.Range(0, genes).Select(gene => $"Gene\"{gene}é").ToArray(),
            ModelledGenes: chosen[..modelled].Order().ToArray(),
            Network: new PublishedNetwork
            {
                Scale = Floats(random, modelled, 0.1f, 0.3f),
                Offset = Floats(random, modelled, -0.05f, 0.2f),
                Shape = shape,
                Weights = Weights(random, shape),
            },
            Pixels: new PixelMap(height, width, pixels[..modelled]) { Levels = levels },
            Provenance: new Dictionary<string, string> { ["seed"] = "1", ["library"] = "test" });
    }

    /// <summary>Sparse whole counts, cells x genes; the cells listed are empty.</summary>
    public static float[] Counts(int seed, int cells, int genes, params int[] emptyCells)
    {
        var random = new Random(seed);
        var counts = new float[cells * genes];
        for (var i = 0; i < counts.Length; i++)
            if (!emptyCells.Contains(i / genes) && random.NextDouble() < 0.4) counts[i] = random.Next(1, 50);
        return counts;
    }

    public static Dictionary<string, WeightTensor> Weights(Random random, UNetShape shape)
    {
        var weights = new Dictionary<string, WeightTensor>();
        long w = shape.BaseChannels, k = shape.KernelSize;
        Block("enc1", 1, w);
        Block("enc2", w, 2 * w);
        Block("bottleneck", 2 * w, 4 * w);
        Add("up2.weight", -0.5f, 0.5f, 4 * w, 2 * w, 2, 2);
        Add("up2.bias", -0.5f, 0.5f, 2 * w);
        Block("dec2", 4 * w, 2 * w);
        Add("up1.weight", -0.5f, 0.5f, 2 * w, w, 2, 2);
        Add("up1.bias", -0.5f, 0.5f, w);
        Block("dec1", 2 * w, w);
        Add("head.weight", -1, 1, 1, w, 1, 1);
        Add("head.bias", -0.5f, 0.5f, 1);
        return weights;

        void Block(string name, long input, long output)
        {
            for (var i = 1; i <= 2; i++)
            {
                Add($"{name}.conv{i}.weight", -0.5f, 0.5f, output, i == 1 ? input : output, k, k);
                Add($"{name}.norm{i}.weight", 0.5f, 1.5f, output);
                Add($"{name}.norm{i}.bias", -0.3f, 0.3f, output);
                Add($"{name}.norm{i}.running_mean", -0.3f, 0.3f, output);
                Add($"{name}.norm{i}.running_var", 0.2f, 2, output);
                weights.Add($"{name}.norm{i}.num_batches_tracked", new WeightTensor([], [7]));
            }
        }

        void Add(string name, float low, float high, params long[] dims) =>
            weights.Add(name, new WeightTensor(dims, Floats(random, (int)dims.Aggregate(1L, (a, b) => a * b), low, high)));
    }

    public static float[] Floats(Random random, int count, float low, float high) =>
        Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextSingle()).ToArray();
}
