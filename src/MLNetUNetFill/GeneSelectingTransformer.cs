using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill;

/// <summary>
/// Gives cells a list of genes in its order; made by <see cref="GeneSelectingEstimator"/>. Genes are found anew in every view, by its slot
/// names.
/// </summary>
public sealed class GeneSelectingTransformer : ITransformer
{
    private static readonly MLContext Context = new();

    private readonly double _minGeneOverlap;
    private readonly int[] _fitted;
    private readonly int _fittedGenes;

    internal GeneSelectingTransformer(string outputColumnName, string inputColumnName, IReadOnlyList<string> geneNames,
        double minGeneOverlap, DataViewSchema schema)
    {
        (OutputColumnName, InputColumnName, GeneNames, _minGeneOverlap) = (outputColumnName, inputColumnName, geneNames, minGeneOverlap);
        var match = Match(schema);
        (_fitted, MissingGenes) = (match.Columns, [.. match.Missing]);
        _fittedGenes = CountsColumn.GeneCount(CountsColumn.Find(schema, inputColumnName));
    }

    /// <summary>Input column: a known-size vector with the names of its genes as slot names.</summary>
    public string InputColumnName { get; }

    /// <summary>Output column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The genes of the output column.</summary>
    public IReadOnlyList<string> GeneNames { get; }

    /// <summary>Those of them that the view lacks that the transformer was fitted to: they count as not observed.</summary>
    public IReadOnlyList<string> MissingGenes { get; }

    /// <summary>Always <see langword="true"/>.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema of <see cref="Transform"/>'s result.</summary>
    /// <param name="inputSchema">Schema of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">Too few of the genes are there, or one may be one of two.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapping(inputSchema).GetOutputSchema(inputSchema);

    /// <summary>Appends the output column.</summary>
    /// <param name="input">Cells in rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">Too few of the genes are there, or one may be one of two.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Mapping(input.Schema).Transform(input);
    }

    /// <summary>Maps single rows.</summary>
    /// <param name="inputSchema">Schema of the rows to come.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="GapFillException">Too few of the genes are there, or one may be one of two.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Mapping(inputSchema).GetRowToRowMapper(inputSchema);

    /// <summary>
    /// Writes an <c>OnnxTransformer</c> in this transformer's place, so that a saved chain reloads with plain <c>mlContext.Model.Load</c>,
    /// without this assembly. What reloads takes the genes from the places where the view had them that the transformer was fitted to.
    /// </summary>
    /// <exception cref="GapFillException">ML.NET cannot write the temporary file that it needs.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        using var inner = PlainOnnxTransformer.Selecting(_fitted, _fittedGenes, InputColumnName, OutputColumnName, GeneNames);
        ((ICanSaveModel)inner).Save(ctx);
    }

    private GeneMatch Match(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var column = CountsColumn.Find(schema, InputColumnName);
        string[]? ids = null;
        if (column.Annotations.Schema.GetColumnOrNull(CellSchema.GeneIds) is not null)
        {
            VBuffer<ReadOnlyMemory<char>> texts = default;
            column.Annotations.GetValue(CellSchema.GeneIds, ref texts);
            ids = [.. texts.DenseValues().Select(text => text.ToString())];
        }

        var match = GeneMatch.Find(GeneNames, CountsColumn.GeneNames(column), ids);
        match.Require(_minGeneOverlap, $"Column '{InputColumnName}'");
        return match;
    }

    private ITransformer Mapping(DataViewSchema schema)
    {
        var geneOfColumn = Match(schema).GeneOfColumn();
        var (input, output) = (Column(typeof(Cell), InputColumnName, geneOfColumn.Length),
            Column(typeof(Selected), OutputColumnName, GeneNames.Count));
        output[0].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(GeneNames.Count,
            [.. GeneNames.Select(name => name.AsMemory())]), new VectorDataViewType(TextDataViewType.Instance, GeneNames.Count));
        return Context.Transforms.CustomMapping<Cell, Selected>(Select, contractName: null, input, output)
            .Fit(Context.Data.LoadFromEnumerable(Array.Empty<Cell>(), input));

        void Select(Cell cell, Selected selected)
        {
            var values = cell.Counts.GetValues();
            var columns = cell.Counts.GetIndices();
            var result = selected.Counts;
            // A sparse vector with a value in every slot is dense.
            var isDense = cell.Counts.IsDense || values.Length >= GeneNames.Count;
            var editor = VBufferEditor.Create(ref result, GeneNames.Count, isDense ? GeneNames.Count : values.Length);
            if (isDense) editor.Values.Clear();
            var count = 0;
            for (var i = 0; i < values.Length; i++)
            {
                var gene = geneOfColumn[cell.Counts.IsDense ? i : columns[i]];
                if (gene < 0) continue;
                if (isDense) editor.Values[gene] = values[i];
                else (editor.Indices[count], editor.Values[count++]) = (gene, values[i]);
            }

            if (!isDense) editor.Indices[..count].Sort(editor.Values[..count]);
            selected.Counts = isDense ? editor.Commit() : editor.CommitTruncated(count);
        }
    }

    private static SchemaDefinition Column(Type type, string name, int length)
    {
        var definition = SchemaDefinition.Create(type);
        (definition[0].ColumnName, definition[0].ColumnType) = (name, new VectorDataViewType(NumberDataViewType.Single, length));
        return definition;
    }

    private sealed class Cell
    {
        public VBuffer<float> Counts { get; set; }
    }

    private sealed class Selected
    {
        public VBuffer<float> Counts { get; set; }
    }
}
