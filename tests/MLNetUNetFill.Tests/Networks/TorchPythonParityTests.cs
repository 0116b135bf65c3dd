using System.Runtime.InteropServices;
using System.Text.Json;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Imaging;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Networks;

/// <summary>The same network, weights and batches in PyTorch give the same losses: tests/python/torch_parity.py.</summary>
[Collection(TorchCollection.Name)]
public sealed class TorchPythonParityTests : IDisposable
{
    private const int Steps = 10;
    private const int BatchSize = 16;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torch-parity-");

    [PythonFact("torch", "python3-torch")]
    public void Ten_steps_of_Adam_give_the_losses_of_PyTorch()
    {
        var losses = TrainHere();
        var theirs = PythonFactAttribute.Run("torch", "torch_parity.py", _folder.FullName)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<double[]>(line)!).ToArray();

        Assert.Equal(Steps, theirs.Length);
        for (var step = 0; step < Steps; step++)
            for (var term = 0; term < 4; term++)
                Assert.True(Math.Abs(losses[step][term] - theirs[step][term]) <= 1e-5 * theirs[step][term],
                    $"step {step + 1}, term {term + 1}: {losses[step][term]} here and {theirs[step][term]} in PyTorch");
        Assert.True(losses[^1][0] < 0.9 * losses[0][0], $"the loss stays at {losses[^1][0]}: the comparison says little");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Trains without dropout, and writes weights and batches for the script.</summary>
    private List<float[]> TrainHere()
    {
        var cells = SyntheticCells.Create(64, genes: 200);
        var pixels = SyntheticCells.Pixels(cells);
        var validation = new ValidationSplit(cells, 0.05, 1);
        var batch = new CellBatch(new CellImages(cells, PixelScaling.Learn(ExpressionScaling.Global, cells), pixels), validation, pixels,
            BatchSize);
        var masks = new RandomMask(cells, validation, 0.15f, 1);
        var loss = new GapFillLoss(1, 0.2f, 0.01f);
        var shape = new UNetShape(8, 3, 0);

        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new UNet(shape);
        network.StartAt(0.6);
        network.train();
        using var parameters = new FlatParameters([.. network.parameters()]);
        using var optimizer = new AdamOptimizer(parameters);
        using var data = File.Create(Path.Combine(_folder.FullName, "data.bin"));
        var weights = UNetWeights.Export(network);
        foreach (var weight in weights.Values) data.Write(MemoryMarshal.AsBytes<float>(weight.Values));

        var losses = new List<float[]>();
        for (var step = 0; step < Steps; step++)
        {
            batch.PaintTraining(masks, step, [.. Enumerable.Range(step % 4 * BatchSize, BatchSize)]);
            var (inputs, targets, mask) = batch.ToTensors(CPU);
            foreach (var images in new[] { inputs, targets, mask }) data.Write(MemoryMarshal.AsBytes<float>(images.ToManaged()));

            var output = network.call(inputs);
            var terms = loss.Compute(output, output, targets, mask, batch.Entries);
            parameters.ZeroGradients();
            terms.Total.backward();
            optimizer.Step(1e-3);
            losses.Add(terms.Stacked().data<float>().ToArray());
        }
        var manifest = new
        {
            base_channels = shape.BaseChannels, kernel_size = shape.KernelSize, learning_rate = 1e-3, batches = Steps,
            mse_weight = loss.MseWeight, mae_weight = loss.MaeWeight, smoothness_weight = loss.SmoothnessWeight,
            image_shape = new[] { BatchSize, 1, pixels.Height, pixels.Width },
            weights = weights.Select(weight => new { name = weight.Key, shape = weight.Value.Shape }),
        };
        File.WriteAllText(Path.Combine(_folder.FullName, "manifest.json"), JsonSerializer.Serialize(manifest));
        return losses;
    }
}
