using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Schema shapes as chains make them; ML.NET has no public method that does.</summary>
internal sealed class Shapes : IEstimator<ITransformer>
{
    private SchemaShape? _seen;

    /// <summary>The shape of a view's schema; no row is read.</summary>
    public static SchemaShape Of(IDataView view)
    {
        var listener = new Shapes();
        new EstimatorChain<ITransformer>().Append(listener).Fit(view);
        return listener._seen!;
    }

    /// <summary>Shapes as text, a line a column, ordered by name: all that there is to compare.</summary>
    public static string[] Describe(SchemaShape shape) => [.. shape.Select(Describe).Order(StringComparer.Ordinal)];

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _seen = inputSchema;

    public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} of {column.ItemType}{(column.IsKey ? " key" : "")} "
            + $"{{{string.Join(", ", Describe(column.Annotations))}}}";
}
