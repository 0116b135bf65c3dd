using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Cells;

/// <summary>
/// The shape of a filled column. <c>SchemaShape.Column</c> has no public constructor, but a chain gives its estimators the shape of the
/// data that it is fitted to: this one listens.
/// </summary>
internal sealed class FilledColumnShape : IEstimator<ITransformer>
{
    private SchemaShape? _shape;

    /// <summary>A known-size vector of <see cref="float"/>.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="hasSlotNames">Whether the gene names come with it.</param>
    public static SchemaShape.Column Create(string name, bool hasSlotNames)
    {
        var definition = SchemaDefinition.Create(typeof(Cell));
        // Once renamed, the column is not found under its old name.
        var column = definition[nameof(Cell.Filled)];
        column.ColumnName = name;
        if (hasSlotNames) column.AddAnnotation("SlotNames", default(VBuffer<ReadOnlyMemory<char>>),
            new VectorDataViewType(TextDataViewType.Instance, 1));
        var listener = new FilledColumnShape();
        new EstimatorChain<ITransformer>().Append(listener).Fit(new MLContext().Data.LoadFromEnumerable(Array.Empty<Cell>(), definition));
        return listener._shape![0];
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _shape = inputSchema;

    /// <inheritdoc/>
    public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

    private sealed class Cell
    {
        [VectorType(1)]
        public float[] Filled { get; set; } = [];
    }
}
