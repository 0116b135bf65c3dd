using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly string _name;
    private readonly string[] _sources;

    internal ColumnConcatenatingEstimator(string outputColumnName, params string[] inputColumnNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        if (inputColumnNames.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(inputColumnNames), "Input columns not specified");
        if (Array.Exists(inputColumnNames, string.IsNullOrEmpty))
            throw new ArgumentOutOfRangeException(nameof(inputColumnNames), "Contained some null or empty items");
        _name = outputColumnName;
        _sources = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new(_name, _sources);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = Array.ConvertAll(_sources, inputSchema.FindInput);
        foreach (var column in columns)
        {
            if (column.IsKey)
                throw new InvalidOperationException($"Column '{column.Name}' is key. Concatenation of keys is unsupported.");
            if (!column.ItemType.Equals(columns[0].ItemType))
            {
                throw new InvalidOperationException(
                    $"Concatenated columns should have the same type. Column '{column.Name}' has type of {column.ItemType}, "
                    + $"but expected column type is {columns[0].ItemType}.");
            }
        }

        var hasVariable = Array.Exists(columns, column => column.Kind == SchemaShape.Column.VectorKind.VariableVector);
        var kind = hasVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With(new SchemaShape.Column(_name, kind, columns[0].ItemType, isKey: false, new(Annotations(columns))));
    }

    private static IEnumerable<SchemaShape.Column> Annotations(SchemaShape.Column[] columns)
    {
        if (Array.TrueForAll(columns, column => column.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out _)))
            yield return SchemaShape.Column.Of(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance);
        if (Array.Exists(columns, column => column.Kind == SchemaShape.Column.VectorKind.Scalar
            || column.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out _)))
            yield return new(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);
    }
}
