using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

public abstract class TrainerEstimatorBase<TTransformer, TModel> : IEstimator<TTransformer>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private readonly SchemaShape.Column _feature;
    private readonly SchemaShape.Column? _weight;

    private protected TrainerEstimatorBase(string featureColumn, string weightColumn)
    {
        _feature = new(featureColumn, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false);
        if (weightColumn != null)
            _weight = new(weightColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false);
    }

    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckInputSchema(SchemaShape.Create(input.Schema));
        return Train(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckInputSchema(inputSchema);
        return inputSchema.With(GetOutputColumns());
    }

    private protected abstract TTransformer Train(IDataView input);

    private protected abstract SchemaShape.Column[] GetOutputColumns();

    private void CheckInputSchema(SchemaShape inputSchema)
    {
        Check(inputSchema, "feature", _feature);
        if (_weight is { } weight)
            Check(inputSchema, "weight", weight);
    }

    private static void Check(SchemaShape inputSchema, string role, SchemaShape.Column needed)
    {
        if (!inputSchema.TryFindColumn(needed.Name, out var column))
            throw SchemaErrors.Missing(nameof(inputSchema), role, needed.Name);
        if (!needed.IsCompatibleWith(column))
            throw SchemaErrors.Mismatch(nameof(inputSchema), role, needed.Name, needed.GetTypeString(), column.GetTypeString());
    }
}
