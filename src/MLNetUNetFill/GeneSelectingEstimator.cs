using static MLNetUNetFill.OptionCheck;

namespace MLNetUNetFill;

/// <summary>
/// Gives cells the genes that a model knows, in its order: a step before <see cref="UNetGapFillScoringEstimator"/> or any other transformer
/// that wants its genes in place. Genes are found by the slot names of the column, in any order and among others, or by the
/// identifiers that files of counts have beside the names, Ensembl identifiers also without their version. Missing ones count as not
/// observed (0) up to a share. Sparse cells stay sparse.
/// </summary>
public sealed class GeneSelectingEstimator : IEstimator<GeneSelectingTransformer>
{
    private readonly string _inputColumnName, _outputColumnName;
    private readonly Func<IReadOnlyList<string>> _geneNames;
    private readonly double _minGeneOverlap;

    internal GeneSelectingEstimator(string outputColumnName, string inputColumnName, Func<IReadOnlyList<string>> geneNames,
        double minGeneOverlap)
    {
        RequireColumnNames(inputColumnName, outputColumnName);
        Require(minGeneOverlap is > 0 and <= 1, minGeneOverlap, "above 0 and at most 1");
        (_outputColumnName, _inputColumnName, _geneNames, _minGeneOverlap) = (outputColumnName, inputColumnName, geneNames, minGeneOverlap);
    }

    /// <summary>The schema that <see cref="Fit"/>'s transformer will give: the input's columns and the output column.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a known-size vector of
    /// <see cref="float"/>.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CountsColumn.Find(inputSchema, _inputColumnName);
        return CountsColumn.AddFilled(inputSchema, [_outputColumnName], withSlotNames: true);
    }

    /// <summary>Finds the genes in a view. No cell is read.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">Too few of the genes are there, or one may be one of two; or the model file cannot be
    /// read.</exception>
    public GeneSelectingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new GeneSelectingTransformer(_outputColumnName, _inputColumnName, _geneNames(), _minGeneOverlap, input.Schema);
    }
}
