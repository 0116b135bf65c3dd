using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>Reads the modelled genes of the training cells, places them on pixels and trains the network of the requested preset.</summary>
internal static class PresetTraining
{
    /// <summary>Trains.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <param name="column">Their raw counts.</param>
    /// <param name="genes">The modelled genes, ascending.</param>
    /// <param name="sample">The cells to train on.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="progress">Told of every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <param name="validation">Cells to validate on, their column and their sample; null validates on entries of the training
    /// cells.</param>
    /// <exception cref="GapFillException">Too little data, a loss that is not a number, or the requested device is unavailable.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TrainedNetwork Run(IDataView input, DataViewSchema.Column column, int[] genes, CellSample sample,
        UNetGapFillOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation,
        (IDataView Cells, DataViewSchema.Column Column, CellSample Sample)? validation = null)
    {
        var counts = TrainingCells.Select(input, column, genes, sample, cancellation);
        var held = validation is var (view, theirs, drawn) ? TrainingCells.Select(view, theirs, genes, drawn, cancellation) : null;
        // Whatever is learned from the cells, the places of the genes included, is learned without the entries that will judge it.
        var visible = held is not null ? counts
            : counts.Without(new ValidationSplit(counts, options.ValidationFraction, options.Seed).EntriesOf).AsIfComplete(counts);
        var seen = visible.Normalize();
        var pixels = GeneLayouts.Learn(options.Layout, seen, options.Seed, options.ExpressionLevels, cancellation);
        if (options.Preset == GapFillPreset.Context) return Context(counts, pixels, options, progress, cancellation, held);
        var (cells, others) = (counts.NormalizeLike(visible), held?.NormalizeLike(ContextValidation.HeldOut(held, options).Visible));
        return Published(cells, pixels, PixelScaling.Learn(options.Scaling, seen), options, progress, cancellation, others);
    }

    /// <summary>Trains the published network.</summary>
    public static TrainedNetwork Published(SparseCells cells, PixelMap pixels, PixelScaling scaling, UNetGapFillOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation, SparseCells? validationCells = null) =>
        Train(cells.CellCount, pixels, options, device => new PublishedRecipe(cells, pixels, scaling, options, device, validationCells),
            (_, weights) => new PublishedNetwork
            {
                Scale = scaling.Scale,
                Offset = scaling.Offset,
                Shape = new UNetShape(options.BaseChannels, options.KernelSize, options.DropoutRate),
                Weights = weights,
            }, progress, cancellation);

    /// <summary>Trains the context network.</summary>
    public static TrainedNetwork Context(TrainingCounts counts, PixelMap pixels, UNetGapFillOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation, TrainingCounts? validationCounts = null) =>
        Train(counts.CellCount, pixels, options, device => new ContextRecipe(counts, pixels, options, device, cancellation,
        validationCounts),
            (recipe, weights) => recipe.ToNetwork(weights, cancellation), progress, cancellation);

    /// <summary>Trains on the requested device, while no other computation uses libtorch.</summary>
    private static TrainedNetwork Train<TRecipe>(int cells, PixelMap pixels, UNetGapFillOptions options, Func<Device, TRecipe> create,
        Func<TRecipe, IReadOnlyDictionary<string, WeightTensor>, GapFillNetwork> finish, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation) where TRecipe : ITrainingRecipe
    {
        if (cells < 2) throw new GapFillException($"The training data hold {Counted.Text(cells, "cell")}; expected at least 2.");
        var device = TorchDevice.Choose(options.Requested);
        // The two branches of the context network share the threads.
        var threads = options.Preset == GapFillPreset.Context ? options.Threads / 2 : options.Threads;
        using var process = TorchProcess.Enter(threads, cancellation);
        manual_seed(options.Seed);
        using var recipe = create(device.Device);
        var trained = TrainingLoop.Run(recipe, progress, cancellation);
        var network = finish(recipe, trained.Weights);
        return new TrainedNetwork(network, pixels, cells, trained.History, trained.BestEpoch, device.Name, device.Note);
    }
}

/// <summary>What a training of either preset leaves behind for the model file and the transformer.</summary>
/// <param name="Network">The network and what surrounds it.</param>
/// <param name="Pixels">Place of each modelled gene in the image.</param>
/// <param name="CellCount">Number of training cells.</param>
/// <param name="History">Every epoch, in order.</param>
/// <param name="BestEpoch">The 1-based epoch whose weights the network has, or the last of those that it averages.</param>
/// <param name="DeviceUsed">The device trained on, in PyTorch's notation: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Note">A sentence for the user if the device is another than expected, else null.</param>
internal sealed record TrainedNetwork(GapFillNetwork Network, PixelMap Pixels, int CellCount, IReadOnlyList<EpochRecord> History,
    int BestEpoch, string DeviceUsed, string? Note);

/// <summary>The entries of the model file about its origin. They contain no time and no path, so the same training gives the same
/// bytes.</summary>
internal static class Provenance
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Version { get; } =
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static IReadOnlyDictionary<string, string> Describe(UNetGapFillOptions options, TrainedNetwork trained) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["version"] = Version,
            ["normalization"] = "log1p(10000 * count / library size)",
            ["options"] = JsonSerializer.Serialize(options, Json),
            ["seed"] = Text(options.Seed),
            ["training_cells"] = Text(trained.CellCount),
            ["training_device"] = trained.DeviceUsed,
            ["training_device_requested"] = options.Requested.ToString(),
            ["best_epoch"] = Text(trained.BestEpoch),
            ["validation_loss"] = trained.History[trained.BestEpoch - 1].ValidationLoss.ToString("R", CultureInfo.InvariantCulture),
        };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
