namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Fills the gaps (dropouts) of single-cell RNA-seq counts with a published method, in the place where a
/// <see cref="UNetGapFillEstimator"/> would stand:
/// <code>
/// var pipeline = new EstimatorChain&lt;ITransformer&gt;()
///     .Append(new BaselineEstimator(new KnnMeanBaseline { Neighbours = 20 }))
///     .Append(mlContext.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 30));
/// </code>
/// Input: a known-size vector column of raw counts, <c>cells x genes</c>, gene names in its <c>SlotNames</c> annotation where there are
/// any. Output: the input's columns and a vector column of <c>log1p CP10k</c> with the same slots and names.
/// </summary>
/// <remarks>
/// These methods are transductive: they have no model that outlives the cells it was made of. <see cref="Fit"/> therefore checks the schema
/// and nothing else, and the transformer imputes each view that it is given as a whole, from that view alone.
/// </remarks>
public sealed class BaselineEstimator : IEstimator<BaselineTransformer>
{
    private readonly BaselineTransformer _transformer;

    /// <summary>Creates the estimator.</summary>
    /// <param name="method">The method, with its options.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of raw counts: a known-size vector of <see cref="float"/>.</param>
    /// <param name="cancellationToken">Stops the imputation between two of its steps.</param>
    /// <exception cref="ArgumentException">A column name is empty, or both are the same.</exception>
    public BaselineEstimator(Baseline method, string outputColumnName = "Filled", string inputColumnName = "Counts",
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentException.ThrowIfNullOrWhiteSpace(outputColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(inputColumnName);
        if (outputColumnName == inputColumnName)
            throw new ArgumentException($"outputColumnName is '{outputColumnName}'; expected a column name other than the input "
                + $"column's.", nameof(outputColumnName));
        _transformer = new BaselineTransformer(method, inputColumnName, outputColumnName, cancellationToken);
    }

    /// <summary>The schema that <see cref="Fit"/>'s transformer will give: the input's columns and the output column.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a known-size vector of
    /// <see cref="float"/>.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var counts = CountsColumn.Find(inputSchema, _transformer.InputColumnName);
        return CountsColumn.AddFilled(inputSchema, [_transformer.OutputColumnName],
            counts.Annotations.Any(annotation => annotation.Name == "SlotNames"));
    }

    /// <summary>Checks that <paramref name="input"/> has the input column. No row is read.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public BaselineTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CountsColumn.Find(input.Schema, _transformer.InputColumnName);
        return _transformer;
    }
}
