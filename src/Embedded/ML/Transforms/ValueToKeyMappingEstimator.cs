using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly InputOutputColumnPair _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _ordinality;

    internal ValueToKeyMappingEstimator(InputOutputColumnPair columns, int maximumNumberOfKeys, KeyOrdinality ordinality)
    {
        if (maximumNumberOfKeys <= 0)
            throw new ArgumentOutOfRangeException(nameof(maximumNumberOfKeys), "Must be positive");
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _ordinality = ordinality;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = input.Schema.GetColumnOrNull(_columns.InputColumnName)
            ?? throw SchemaErrors.Missing(nameof(input), "input", _columns.InputColumnName);
        ValueToKeyMappingTransformer.CheckInput(column);
        using var cursor = input.GetRowCursor([column]);
        return new(_columns, KeyMap.Train(cursor, column, _maximumNumberOfKeys, _ordinality == KeyOrdinality.ByValue));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var column = inputSchema.FindInput(_columns.InputColumnName);
        var keyValues = new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector, column.ItemType, column.IsKey);
        return inputSchema.With(new SchemaShape.Column(
            _columns.OutputColumnName, column.Kind, NumberDataViewType.UInt32, isKey: true, new([keyValues])));
    }
}
