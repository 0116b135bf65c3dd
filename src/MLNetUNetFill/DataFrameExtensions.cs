using Microsoft.Data.Analysis;
using MLNetUNetFill.DataFrames;

namespace MLNetUNetFill;

/// <summary>
/// Fills the gaps of data frames with cells in rows and genes in columns, <c>cells x genes</c>: raw counts in, log1p CP10k out. All genes
/// go to the network as one vector column; columns that are no genes (barcode, label, ...) are carried through unchanged, in their place.
/// A missing count (null or NaN) is read as 0, that is as not observed, and filled as any zero. Counts may be of any numeric type and need
/// not be whole; a column of text that holds nothing but numbers, blanks and NA, as <c>DataFrame.LoadCsv</c> makes where the first rows
/// lack a number, is a gene, too. The input frame stays as it is.
/// </summary>
public static class DataFrameExtensions
{
    /// <summary>Trains on the cells of a data frame and fills them.</summary>
    /// <param name="cells">One row a cell. Every numeric column is a gene unless <paramref name="carryThrough"/> names it.</param>
    /// <param name="options">How to build, train and serve the network; <see langword="null"/> takes the defaults. Genes outside its
    /// selection are normalised but not filled.</param>
    /// <param name="carryThrough">Numeric columns that are no genes, for example <c>["cluster", "n_counts"]</c>. A numeric column with a
    /// name that is usual for a note on the cell is refused until it is named here: it is not taken for a gene silently.</param>
    /// <param name="progress">Told after every epoch, on the training thread.</param>
    /// <param name="cancellationToken">Stops between two training steps or two cells.</param>
    /// <returns>A new data frame with the same columns in the same order: each gene a <see cref="SingleDataFrameColumn"/> of filled log1p
    /// CP10k without missing values, every other column a copy.</returns>
    /// <exception cref="ArgumentException">An option is outside its range, or <paramref name="carryThrough"/> names no column.</exception>
    /// <exception cref="GapFillException">The frame has no rows or no genes, a count is negative or infinite (the message names column and
    /// row), the values do not look like raw counts (unless <see cref="UNetGapFillOptions.OnSuspiciousInput"/> accepts them),
    /// there is too little to train on, the device asked for is absent, or the program has no native library of libtorch or ONNX
    /// Runtime.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static DataFrame FillGaps(this DataFrame cells, UNetGapFillOptions? options = null, IEnumerable<string>? carryThrough = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var (model, counts) = Fit(cells, options, carryThrough, progress, cancellationToken);
        using (model) return FilledFrame.Make(cells, counts, model, cancellationToken);
    }

    /// <summary>Fills the cells of a data frame with a trained network. Genes are found by name, Ensembl identifiers also without their
    /// version: their columns may stand in any order, columns that the model does not know are carried through as they are (a
    /// gene's raw counts, too), and a gene without a column counts as not observed.</summary>
    /// <param name="cells">One row a cell, a numeric column for each of the model's genes.</param>
    /// <param name="model">From <see cref="FitGapFill"/>, <see cref="UNetGapFillEstimator.Fit(Microsoft.ML.IDataView)"/> or
    /// <c>UNetGapFillTransformer.Load</c>.</param>
    /// <param name="cancellationToken">Stops between two cells.</param>
    /// <param name="minGeneOverlap">The least share of the model's genes that the frame must have.</param>
    /// <param name="onSuspiciousInput">What becomes of values that do not look like raw counts; refused by default, since a data frame has
    /// nowhere to put a warning.</param>
    /// <returns>A new data frame with the same columns in the same order: each gene a <see cref="SingleDataFrameColumn"/> of filled log1p
    /// CP10k, every other column a copy. A cell with a negative or infinite count is NaN in every gene.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minGeneOverlap"/> is not above 0 and at most 1.</exception>
    /// <exception cref="GapFillException">The frame has no rows, lacks too many genes of the model, or does not hold raw
    /// counts.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static DataFrame FillGaps(this DataFrame cells, UNetGapFillTransformer model, CancellationToken cancellationToken = default,
        double minGeneOverlap = 0.9, SuspiciousInput onSuspiciousInput = SuspiciousInput.Refuse)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(model);
        var counts = FrameCounts.Read(FrameGenes.ForModel(cells, model.GeneNames, minGeneOverlap), model.GeneNames, cells.Rows.Count,
            isTraining: false);
        counts.Evidence().Judge(onSuspiciousInput, "The data frame");
        return FilledFrame.Make(cells, counts, model, cancellationToken);
    }

    /// <summary>Trains on the cells of a data frame, for a model to keep: to save, or to fill other frames with.</summary>
    /// <param name="cells">One row a cell. Every numeric column is a gene unless <paramref name="carryThrough"/> names it.</param>
    /// <param name="options">How to build, train and serve the network; <see langword="null"/> takes the defaults.</param>
    /// <param name="carryThrough">Numeric columns that are no genes.</param>
    /// <param name="progress">Told after every epoch, on the training thread.</param>
    /// <param name="cancellationToken">Stops between two training steps.</param>
    /// <returns>The trained transformer, to be disposed.</returns>
    /// <exception cref="ArgumentException">An option is outside its range, or <paramref name="carryThrough"/> names no column.</exception>
    /// <exception cref="GapFillException">As for
    /// <see cref="FillGaps(DataFrame, UNetGapFillOptions?, IEnumerable{string}?, IProgress{TrainingProgress}?, CancellationToken)"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static UNetGapFillTransformer FitGapFill(this DataFrame cells, UNetGapFillOptions? options = null,
        IEnumerable<string>? carryThrough = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(cells, options, carryThrough, progress, cancellationToken).Model;

    private static (UNetGapFillTransformer Model, FrameCounts Counts) Fit(DataFrame cells, UNetGapFillOptions? options,
        IEnumerable<string>? carryThrough, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cells);
        options ??= new UNetGapFillOptions();
        if (options.Scoring.AdditionalColumns is var columns and not GapFillColumns.None)
            throw new ArgumentOutOfRangeException(nameof(options), columns,
                $"AdditionalColumns is {columns}; expected None, since a data frame has one column a gene.");
        var estimator = new UNetGapFillEstimator(options, progress, cancellationToken);
        var genes = FrameGenes.ForTraining(cells, carryThrough);
        var counts = FrameCounts.Read(genes, Array.ConvertAll(genes, gene => gene.Name), cells.Rows.Count, isTraining: true);
        // There is nowhere to put a warning.
        counts.Evidence().Judge(options.OnSuspiciousInput == SuspiciousInput.Accept ? SuspiciousInput.Accept : SuspiciousInput.Refuse,
            "The data frame");
        return (estimator.Fit(counts.ToDataView(options.InputColumnName)), counts);
    }
}
