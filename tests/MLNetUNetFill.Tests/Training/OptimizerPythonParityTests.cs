using System.Text.Json;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Training;

/// <summary>Ten steps from the same start with the same gradients lead where PyTorch's optimisers lead:
/// tests/python/torch_optimizers.py.</summary>
[Collection(TorchCollection.Name)]
public sealed class OptimizerPythonParityTests : IDisposable
{
    private const double LearningRate = 1e-2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optimizers-");

    [PythonFact("torch", "python3-torch")]
    public void Adam_goes_where_PyTorch_goes() => Compare("adam", parameters =>
    {
        var optimizer = new AdamOptimizer(parameters);
        return (optimizer, optimizer.Step);
    });

    [PythonFact("torch", "python3-torch")]
    public void Adam_with_faster_numbers_at_the_end_goes_where_PyTorch_goes() => Compare("adam", parameters =>
    {
        var optimizer = new AdamOptimizer(parameters, fast: 5, factor: 10);
        return (optimizer, optimizer.Step);
    }, fast: 5, factor: 10);

    [PythonFact("torch", "python3-torch")]
    public void RMSprop_goes_where_PyTorch_goes() => Compare("rmsprop", parameters =>
    {
        var optimizer = new RmsPropOptimizer(parameters);
        return (optimizer, optimizer.Step);
    });

    public void Dispose() => _folder.Delete(recursive: true);

    private void Compare(string name, Func<FlatParameters, (IDisposable Optimizer, Action<double> Step)> create, int fast = 0,
        double factor = 1)
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        double[] start = [.. Enumerable.Range(0, 20).Select(_ => (double)(float)(random.NextDouble() * 2 - 1))];
        double[][] gradients = [.. Enumerable.Range(0, 10).Select(_ => start.Select(_ => (double)(float)((random.NextDouble() - 0.3) * 3))
            .ToArray())];
        Parameter[] parameters = [new(Single(start[..15])), new(Single(start[15..]))];
        using var flat = new FlatParameters(parameters);
        var (optimizer, step) = create(flat);
        using (optimizer)
            foreach (var gradient in gradients)
            {
                flat.ZeroGradients();
                parameters[0].mul(Single(gradient[..15])).sum().add(parameters[1].mul(Single(gradient[15..])).sum()).backward();
                step(LearningRate);
            }
        float[] found = [.. parameters.SelectMany(parameter => parameter.detach().contiguous().data<float>().ToArray())];

        var file = Path.Combine(_folder.FullName, "steps.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { optimizer = name, learning_rate = LearningRate, start, gradients, fast,
            factor }));
        var expected = JsonSerializer.Deserialize<double[]>(PythonFactAttribute.Run("torch", "torch_optimizers.py", file))!;
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(found[i] - expected[i]) <= 1e-5 * Math.Abs(expected[i]) + 1e-7,
                $"{i}: {found[i]} here and {expected[i]} in PyTorch, from {start[i]}");
        Assert.Contains(expected.Index(), value => Math.Abs(value.Item - start[value.Index]) > 0.02);
    }

    private static Tensor Single(double[] values) => tensor([.. values.Select(value => (float)value)]);
}
