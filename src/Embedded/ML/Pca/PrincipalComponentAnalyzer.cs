using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class PrincipalComponentAnalyzer : IEstimator<PrincipalComponentAnalysisTransformer>
{
    private readonly MLContext _environment;
    private readonly InputOutputColumnPair _columns;
    private readonly string _weightColumn;
    private readonly int _rank;
    private readonly int _oversampling;
    private readonly bool _center;
    private readonly int? _seed;

    internal PrincipalComponentAnalyzer(
        MLContext environment, InputOutputColumnPair columns, string weightColumn, int rank, int oversampling, bool center, int? seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oversampling);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank);
        _environment = environment;
        _columns = columns;
        _weightColumn = weightColumn;
        _rank = rank;
        _oversampling = oversampling;
        _center = center;
        _seed = seed;
    }

    public PrincipalComponentAnalysisTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var reader = new WeightedVectors(input, _columns.InputColumnName, _weightColumn);
        PrincipalComponentAnalysisTransformer.CheckInput(nameof(input), reader.VectorColumn);
        var dimension = reader.Dimension;
        if (_rank > dimension)
            throw new ArgumentOutOfRangeException(
                nameof(input), $"Rank must be at most the dimension of column '{_columns.InputColumnName}', which is {dimension}, but is {_rank}.");

        var random = _seed is { } seed ? new Random(seed) : _environment.CreateRandom();
        var components = RandomizedPca.Fit(dimension, _rank, _oversampling, _center, random, reader.ForEach, out var mean);
        return new(_columns, components, mean);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (!inputSchema.TryFindColumn(_columns.InputColumnName, out var column))
            throw SchemaErrors.Missing(nameof(inputSchema), "input", _columns.InputColumnName);
        if (column.Kind != SchemaShape.Column.VectorKind.Vector || !column.ItemType.Equals(NumberDataViewType.Single) || column.IsKey)
            throw SchemaErrors.Mismatch(nameof(inputSchema), "input", _columns.InputColumnName, "vector of floats with fixed size", column.GetTypeString());
        return inputSchema.With(new SchemaShape.Column(
            _columns.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false));
    }
}
