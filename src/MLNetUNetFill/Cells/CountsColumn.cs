using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Cells;

/// <summary>The ML.NET column that holds a cell's raw counts: finding it, checking its type, reading its gene names and rows.</summary>
internal static class CountsColumn
{
    /// <summary>Finds the column and checks that it is a known-size vector of <see cref="float"/>.</summary>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw Missing(nameof(schema), name, schema.Select(column => column.Name));
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw Mismatch(nameof(schema), name, column.Type.ToString()!);
        return column;
    }

    /// <summary>Finds the column in a shape and checks that it is a known-size vector of <see cref="float"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a known-size vector of
    /// <see cref="float"/>.</exception>
    public static SchemaShape.Column Find(SchemaShape inputSchema, string name)
    {
        foreach (var column in inputSchema)
            if (column.Name == name)
                return column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Single ? column
                    : throw Mismatch(nameof(inputSchema), name, TypeOf(column));
        throw Missing(nameof(inputSchema), name, inputSchema.Select(column => column.Name));
    }

    /// <summary>The shape of a schema with filled columns added; they replace columns of the same name.</summary>
    public static SchemaShape AddFilled(SchemaShape schema, IReadOnlyCollection<string> names, bool withSlotNames) => new(
        [.. schema.Where(column => !names.Contains(column.Name)), .. names.Select(name => FilledColumnShape.Create(name, withSlotNames))]);

    /// <summary>Number of genes: slots of the column.</summary>
    public static int GeneCount(DataViewSchema.Column column) => ((VectorDataViewType)column.Type).Size;

    /// <summary>The slot names, <c>Gene1</c>, <c>Gene2</c>, ... where the column has none.</summary>
    public static string[] GeneNames(DataViewSchema.Column column)
    {
        var names = new string[GeneCount(column)];
        if (column.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> slots = default;
            column.GetSlotNames(ref slots);
            foreach (var (slot, slotName) in slots.Items()) names[slot] = slotName.ToString();
        }
        for (var gene = 0; gene < names.Length; gene++)
            if (string.IsNullOrEmpty(names[gene])) names[gene] = $"Gene{gene + 1}";
        return names;
    }

    /// <summary>Refuses a row that is not a cell, and names the row, the gene and the value.</summary>
    /// <param name="counts">One cell.</param>
    /// <param name="columnName">Name of the column, for the message.</param>
    /// <param name="genes">Genes of the column.</param>
    /// <param name="row">0-based row, for the message.</param>
    /// <exception cref="GapFillException">The row has another number of genes, or a value is negative, NaN or infinite.</exception>
    public static void CheckCounts(in VBuffer<float> counts, string columnName, int genes, long row)
    {
        if (counts.Length != genes) throw new GapFillException($"Column '{columnName}', row {row + 1}: found {counts.Length} genes; "
            + $"expected the column's {genes}.");
        var values = counts.GetValues();
        for (var i = 0; i < values.Length; i++)
            if (!(values[i] >= 0 && float.IsFinite(values[i])))
                throw new GapFillException($"Column '{columnName}', row {row + 1}, slot "
                    + $"{(counts.IsDense ? i : counts.GetIndices()[i]) + 1}: " +
                    $"found {values[i]}; expected a count, a finite number that is not negative.");
    }

    public static ArgumentOutOfRangeException Missing(string parameter, string name, IEnumerable<string> present) =>
        new(parameter, $"Could not find input column '{name}'; the columns are "
            + $"{string.Join(", ", present.Distinct().Select(n => $"'{n}'"))}.");

    public static ArgumentOutOfRangeException Mismatch(string parameter, string name, string found) =>
        new(parameter, $"Schema mismatch for input column '{name}': expected known-size vector of Single, got {found}; join columns of "
            + $"one gene each "
            + "with Concatenate, convert other numbers with Conversion.ConvertType, and give an array of a class of yours "
                + "[VectorType(genes)].");

    // As ML.NET words the types of shapes.
    private static string TypeOf(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }
}

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
