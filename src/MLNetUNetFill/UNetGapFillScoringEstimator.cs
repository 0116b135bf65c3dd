using MLNetUNetFill.ModelFile;
using static MLNetUNetFill.OptionCheck;

namespace MLNetUNetFill;

/// <summary>
/// Fills the gaps of cells with a network that was trained before: a step of a pipeline made from a model file, as
/// <see cref="OnnxCatalog.ApplyOnnxModel(TransformsCatalog, string, int?, bool)"/> makes one of any ONNX file. Input and output are those
/// of <see cref="UNetGapFillEstimator"/>; the columns may have other names than in the model file, and keep them in a saved chain.
/// </summary>
public sealed class UNetGapFillScoringEstimator : IEstimator<UNetGapFillTransformer>
{
    private readonly MLContext? _context;
    private readonly string _inputColumnName, _outputColumnName, _modelFile;
    private readonly GapFillScoringOptions _options;

    internal UNetGapFillScoringEstimator(MLContext? context, string outputColumnName, string inputColumnName, string modelFile,
        GapFillScoringOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFile);
        RequireColumnNames(inputColumnName, outputColumnName);
        _options = options ?? new();
        _options.Validate();
        (_context, _outputColumnName, _inputColumnName, _modelFile) = (context, outputColumnName, inputColumnName, modelFile);
    }

    /// <summary>The schema that <see cref="Fit"/>'s transformer will give: the input's columns and the output columns. The model file is
    /// not read.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a known-size vector of
    /// <see cref="float"/>.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CountsColumn.Find(inputSchema, _inputColumnName);
        return CountsColumn.AddFilled(inputSchema, [_outputColumnName, .. _options.AdditionalColumns.Names(_outputColumnName)],
            withSlotNames: true);
    }

    /// <summary>Loads the model and makes sure that it is for these genes. No cell is read.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <returns>The transformer; dispose it to free the ONNX Runtime session.</returns>
    /// <exception cref="ArgumentException">The input column is missing or of another type, or the model knows no such policy or
    /// column.</exception>
    /// <exception cref="GapFillException">The file is missing, damaged, no model of this component or of a newer version, or for other
    /// genes; or the device is absent.</exception>
    public UNetGapFillTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CountsColumn.Find(input.Schema, _inputColumnName);
        var transformer = UNetGapFillTransformer.Load(_context, _modelFile, _options, (_inputColumnName, _outputColumnName));
        try
        {
            transformer.GetOutputSchema(input.Schema);
            return transformer;
        }
        catch
        {
            transformer.Dispose();
            throw;
        }
    }
}
