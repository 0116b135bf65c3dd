using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly InputOutputColumnPair _columns;
    private readonly long _maximumExampleCount;
    private readonly bool _fixZero;

    internal NormalizingEstimator(InputOutputColumnPair columns, long maximumExampleCount, bool fixZero)
    {
        if (maximumExampleCount <= 1)
            throw new ArgumentOutOfRangeException(nameof(maximumExampleCount), "Must be greater than 1");
        _columns = columns;
        _maximumExampleCount = maximumExampleCount;
        _fixZero = fixZero;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = input.Schema.GetColumnOrNull(_columns.InputColumnName)
            ?? throw SchemaErrors.Missing(nameof(input), "input", _columns.InputColumnName);
        NormalizingTransformer.CheckInput(column);
        using var cursor = input.GetRowCursor([column]);
        return NormalizingTransformer.ItemTypeOf(column.Type) == NumberDataViewType.Single
            ? Fit<float>(cursor, column)
            : Fit<double>(cursor, column);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var column = inputSchema.FindInput(_columns.InputColumnName);
        if (column.Kind == SchemaShape.Column.VectorKind.VariableVector)
            throw Mismatch(column, "known-size vector or scalar");
        if (column.ItemType != NumberDataViewType.Single && column.ItemType != NumberDataViewType.Double)
            throw Mismatch(column, "vector or scalar of Single or Double");

        var annotations = column.Annotations.Where(annotation => annotation.Name == AnnotationKinds.SlotNames)
            .Prepend(SchemaShape.Column.Of(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
        return inputSchema.With(
            new SchemaShape.Column(_columns.OutputColumnName, column.Kind, column.ItemType, column.IsKey, new(annotations)));
    }

    private static ArgumentOutOfRangeException Mismatch(SchemaShape.Column column, string expected) =>
        SchemaErrors.Mismatch("inputSchema", "input", column.Name, expected, column.GetTypeString());

    private NormalizingTransformer Fit<T>(DataViewRowCursor cursor, DataViewSchema.Column column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = column.Type is VectorDataViewType vector ? vector.Size : 1;
        var minimum = new T[size];
        var maximum = new T[size];
        Array.Fill(minimum, T.PositiveInfinity);
        Array.Fill(maximum, T.NegativeInfinity);

        var getter = NormalizingTransformer.VectorGetter<T>(cursor, column);
        VBuffer<T> row = default;
        var values = new T[size];
        for (var rows = 0L; rows < _maximumExampleCount && cursor.MoveNext(); rows++)
        {
            getter(ref row);
            if (row.Length != size)
                throw new InvalidOperationException($"Normalizer expected {size} slots but got {row.Length}");
            row.CopyTo(values);
            for (var i = 0; i < size; i++)
            {
                // Written so that NaN counts for neither bound.
                if (values[i] < minimum[i])
                    minimum[i] = values[i];
                if (values[i] > maximum[i])
                    maximum[i] = values[i];
            }
        }

        var scale = new T[size];
        var offset = new T[size];
        for (var i = 0; i < size; i++)
        {
            // A slot that is constant, or was never seen, tells nothing: scale 0 maps it to 0.
            if (!(maximum[i] > minimum[i]))
                continue;
            scale[i] = T.One / (_fixZero ? T.Max(T.Abs(maximum[i]), T.Abs(minimum[i])) : maximum[i] - minimum[i]);
            offset[i] = _fixZero ? T.Zero : minimum[i];
        }

        return new(_columns, column.Type, new AffineNormalizer<T>(scale, offset));
    }
}
