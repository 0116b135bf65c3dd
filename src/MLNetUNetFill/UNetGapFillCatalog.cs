using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill;

/// <summary>Adds the gap filling to <see cref="MLContext.Transforms"/> and to <see cref="MLContext"/> itself.</summary>
/// <remarks>ML.NET's catalogs keep their context to themselves, so what is called on <c>mlContext.Transforms</c> knows neither
/// <see cref="MLContext.Log"/> nor <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>. The methods of the same
/// names on <c>mlContext</c> do: they log, and heed the context's device where the options name none.</remarks>
public static class UNetGapFillCatalog
{
    /// <summary>Creates a <see cref="UNetGapFillEstimator"/>: raw counts in, filled log1p CP10k out, <c>cells x genes</c>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of raw counts: a known-size vector of <see cref="float"/>.</param>
    /// <param name="options">Everything else; its two column names are replaced by the two above.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static UNetGapFillEstimator FillGapsWithUNet(this TransformsCatalog catalog, string outputColumnName = "Filled",
        string inputColumnName = "Counts", UNetGapFillOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new UNetGapFillEstimator(Named(options, outputColumnName, inputColumnName));
    }

    /// <summary>Creates a <see cref="UNetGapFillEstimator"/> that logs to the context and heeds its device.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of raw counts: a known-size vector of <see cref="float"/>.</param>
    /// <param name="options">Everything else; its two column names are replaced by the two above.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static UNetGapFillEstimator FillGapsWithUNet(this MLContext mlContext, string outputColumnName = "Filled",
        string inputColumnName = "Counts", UNetGapFillOptions? options = null) =>
        new(mlContext, Named(options, outputColumnName, inputColumnName));

    /// <summary>Creates a <see cref="UNetGapFillScoringEstimator"/>: fills gaps with a network that was trained before.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of raw counts of the model's genes: a known-size vector of <see cref="float"/>.</param>
    /// <param name="modelFile">The ONNX file, written by <see cref="UNetGapFillTransformer.Save"/> or <c>unetfill train</c>; read by
    /// <c>Fit</c>.</param>
    /// <param name="options">How to score; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">A column name cannot be had, no file is named, or an option is outside its range.</exception>
    public static UNetGapFillScoringEstimator ApplyUNetGapFill(this TransformsCatalog catalog, string outputColumnName,
        string inputColumnName, string modelFile, GapFillScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new UNetGapFillScoringEstimator(null, outputColumnName, inputColumnName, modelFile, options);
    }

    /// <summary>Creates a <see cref="UNetGapFillScoringEstimator"/> that logs to the context and heeds its device.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of raw counts of the model's genes: a known-size vector of <see cref="float"/>.</param>
    /// <param name="modelFile">The ONNX file, written by <see cref="UNetGapFillTransformer.Save"/> or <c>unetfill train</c>; read by
    /// <c>Fit</c>.</param>
    /// <param name="options">How to score; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">A column name cannot be had, no file is named, or an option is outside its range.</exception>
    public static UNetGapFillScoringEstimator ApplyUNetGapFill(this MLContext mlContext, string outputColumnName, string inputColumnName,
        string modelFile, GapFillScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new UNetGapFillScoringEstimator(mlContext, outputColumnName, inputColumnName, modelFile, options);
    }

    /// <summary>Creates a <see cref="GeneSelectingEstimator"/>: the genes asked for, in the order asked, found by name.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of cells: a known-size vector of <see cref="float"/> with the names of its genes as slot
    /// names.</param>
    /// <param name="geneNames">The genes, for example <see cref="UNetGapFillTransformer.GeneNames"/>.</param>
    /// <param name="minGeneOverlap">The least share of them that the cells must have; the others count as not observed.</param>
    /// <exception cref="ArgumentException">A column name cannot be had, or the share is not above 0 and at most 1.</exception>
    public static GeneSelectingEstimator SelectGenes(this TransformsCatalog catalog, string outputColumnName, string inputColumnName,
        IReadOnlyList<string> geneNames, double minGeneOverlap = 0.9)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(geneNames);
        return new GeneSelectingEstimator(outputColumnName, inputColumnName, () => geneNames, minGeneOverlap);
    }

    /// <summary>Creates a <see cref="GeneSelectingEstimator"/> for the genes of a model file.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of cells: a known-size vector of <see cref="float"/> with the names of its genes as slot
    /// names.</param>
    /// <param name="modelFile">The ONNX file, whose genes <c>Fit</c> reads.</param>
    /// <param name="minGeneOverlap">The least share of them that the cells must have; the others count as not observed.</param>
    /// <exception cref="ArgumentException">A column name cannot be had, no file is named, or the share is not above 0 and
    /// at most 1.</exception>
    public static GeneSelectingEstimator SelectGenes(this TransformsCatalog catalog, string outputColumnName, string inputColumnName,
        string modelFile, double minGeneOverlap = 0.9)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(modelFile);
        return new GeneSelectingEstimator(outputColumnName, inputColumnName, () => GapFillModelFile.Load(modelFile).GeneNames,
            minGeneOverlap);
    }

    private static UNetGapFillOptions Named(UNetGapFillOptions? options, string outputColumnName, string inputColumnName) =>
        (options ?? new UNetGapFillOptions()) with { InputColumnName = inputColumnName, OutputColumnName = outputColumnName };
}
