using Microsoft.ML;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>Reads the modelled genes of the training cells, places them on pixels and trains the network of the preset asked for.</summary>
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
    public static TrainedNetwork Run(IDataView input, DataViewSchema.Column column, int[] genes, CellSample sample, UNetGapFillOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation) => options.Preset == GapFillPreset.Published
            ? Published(TrainingCells.Select(input, column, genes, sample, cancellation), options, progress, cancellation)
            : Context(TrainingCells.SelectCounts(input, column, genes, sample, cancellation), options, progress, cancellation);

    private static TrainedNetwork Published(SparseCells cells, UNetGapFillOptions options, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        var (scale, offset) = PixelScaling.Learn(options.Scaling, cells);
        var pixels = GeneLayouts.Learn(options.Layout, cells, options.Seed, options.ExpressionLevels, cancellation);
        var trained = UNetTrainer.Train(cells, pixels, scale, offset, options, progress, cancellation);
        var network = new PublishedNetwork
        {
            Scale = scale,
            Offset = offset,
            Shape = new UNetShape(options.BaseChannels, options.KernelSize, options.DropoutRate),
            Weights = trained.Weights,
        };
        return new TrainedNetwork(network, pixels, cells.CellCount, trained.History, trained.BestEpoch, trained.DeviceUsed, trained.Note);
    }

    private static TrainedNetwork Context(TrainingCounts counts, UNetGapFillOptions options, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        var pixels = GeneLayouts.Learn(options.Layout, counts.Normalize(), options.Seed, cancellation: cancellation);
        var trained = ContextTrainer.Train(counts, pixels, ContextTrainingOptions.Of(options), progress, cancellation);
        var network = new ContextNetwork
        {
            Shape = trained.Shape,
            Weights = trained.Weights,
            Context = trained.Context,
            UncertaintyScale = trained.UncertaintyScale,
            FillsAtMedianLibrary = !LibraryStructure.IsShared(trained.Context),
            Policy = options.Policy,
        };
        return new TrainedNetwork(network, pixels, counts.CellCount, trained.History, trained.History.Count, trained.DeviceUsed, trained.Note);
    }
}
