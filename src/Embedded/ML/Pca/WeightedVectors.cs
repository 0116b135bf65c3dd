namespace Microsoft.ML.Data;

/// <summary>Streams a vector column and, where there is one, a weight column; rows with a value or weight that is not finite are left out.</summary>
internal sealed class WeightedVectors
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column? _weightColumn;

    internal WeightedVectors(IDataView data, string vectorColumn, string weightColumn)
    {
        _data = data;
        VectorColumn = data.Schema.GetColumnOrNull(vectorColumn) ?? throw SchemaErrors.Missing(nameof(data), "input", vectorColumn);
        if (weightColumn == null)
            return;
        _weightColumn = data.Schema.GetColumnOrNull(weightColumn) ?? throw SchemaErrors.Missing(nameof(data), "weight", weightColumn);
        if (_weightColumn.Value.Type != NumberDataViewType.Single)
            throw SchemaErrors.Mismatch(nameof(data), "weight", weightColumn, "Single", _weightColumn.Value.Type.ToString());
    }

    internal DataViewSchema.Column VectorColumn { get; }

    internal int Dimension => ((VectorDataViewType)VectorColumn.Type).Size;

    /// <summary>Calls <paramref name="action"/> for each row.</summary>
    internal void ForEach(VectorAction action)
    {
        var needed = _weightColumn is { } weightColumn ? new[] { VectorColumn, weightColumn } : [VectorColumn];
        using var cursor = _data.GetRowCursor(needed);
        var getVector = cursor.GetGetter<VBuffer<float>>(VectorColumn);
        var getWeight = _weightColumn is { } column ? cursor.GetGetter<float>(column) : null;
        var vector = default(VBuffer<float>);
        var dense = new float[Dimension];
        while (cursor.MoveNext())
        {
            var weight = 1f;
            getWeight?.Invoke(ref weight);
            getVector(ref vector);
            if (!(weight >= 0 && float.IsFinite(weight)) || !AllFinite(vector.GetValues()))
                continue;
            vector.CopyTo(dense);
            action(dense, weight);
        }
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }
}
