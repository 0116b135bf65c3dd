namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Fills the gaps of cells with a <see cref="Baseline"/>: raw counts in, <c>log1p CP10k</c> out, <c>cells x genes</c>. Whether observed
/// entries keep their value is up to the method; a cell without any count stays zero and is no other cell's neighbour.
/// </summary>
/// <remarks>
/// Lazy, and by the view: when a cursor first asks for the output column, all cells of the view are read, imputed together and kept, dense,
/// for as long as the view lives. A view of other cells gives other values for the same cell.
/// </remarks>
public sealed class BaselineTransformer : ITransformer
{
    private readonly CancellationToken _cancellation;

    internal BaselineTransformer(Baseline method, string inputColumnName, string outputColumnName, CancellationToken cancellation) =>
        (Method, InputColumnName, OutputColumnName, _cancellation) = (method, inputColumnName, outputColumnName, cancellation);

    /// <summary>The method, with its options.</summary>
    public Baseline Method { get; }

    /// <summary>Input column: raw counts.</summary>
    public string InputColumnName { get; }

    /// <summary>Output column: filled log1p CP10k.</summary>
    public string OutputColumnName { get; }

    /// <summary>Always <see langword="false"/>: a cell is filled from all cells of the view.</summary>
    public bool IsRowToRowMapper => false;

    /// <summary>The schema of <see cref="Transform"/>'s result.</summary>
    /// <param name="inputSchema">Schema of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var counts = CountsColumn.Find(inputSchema, InputColumnName);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(counts.Annotations, name => name == "SlotNames");
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(inputSchema);
        schema.AddColumn(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, CountsColumn.GeneCount(counts)),
            annotations.ToAnnotations());
        return schema.ToSchema();
    }

    /// <summary>Appends the output column. No row is read before a cursor needs it.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BaselineDataView(input, CountsColumn.Find(input.Schema, InputColumnName), GetOutputSchema(input.Schema), Method,
            _cancellation);
    }

    /// <summary>Not supported: no row can be filled alone.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw new NotSupportedException($"{Method.Name} fills a cell from all cells of a view; it has no row mapper. Use Transform.");

    /// <summary>Not supported: there is no model to save.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException($"{Method.Name} learns from the cells that it fills; there is no model to save. Save the filled "
            + $"data instead.");
}
