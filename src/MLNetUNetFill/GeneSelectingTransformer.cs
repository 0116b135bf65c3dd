using MLNetUNetFill.Devices;
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
    /// <exception cref="GapFillException">ML.NET cannot write the temporary file that it needs, or ONNX Runtime cannot be
    /// loaded.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        NativeOnnxRuntime.Require();
        PlainOnnxTransformer.SaveSelecting(ctx, _fitted, _fittedGenes, InputColumnName, OutputColumnName, GeneNames);
    }

    private GeneMatch Match(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var column = CountsColumn.Find(schema, InputColumnName);
        var match = GeneMatch.Find(GeneNames, CountsColumn.GeneNames(column), CountsColumn.GeneIds(column));
        match.Require(_minGeneOverlap, $"Column '{InputColumnName}'");
        return match;
    }

    private ITransformer Mapping(DataViewSchema schema)
    {
        var geneOfColumn = Match(schema).GeneOfColumn();
        var input = GeneRow.Define(InputColumnName, geneOfColumn.Length);
        var output = GeneRow.Define(OutputColumnName, GeneNames.Count, GeneNames);
        return Context.Transforms.CustomMapping<GeneRow, GeneRow>(Select, contractName: null, input, output)
            .Fit(Context.Data.LoadFromEnumerable(Array.Empty<GeneRow>(), input));

        void Select(GeneRow cell, GeneRow selected)
        {
            var values = cell.Values.GetValues();
            var columns = cell.Values.GetIndices();
            var result = selected.Values;
            // A sparse vector with a value in every slot is dense.
            var isDense = cell.Values.IsDense || values.Length >= GeneNames.Count;
            var editor = VBufferEditor.Create(ref result, GeneNames.Count, isDense ? GeneNames.Count : values.Length);
            if (isDense) editor.Values.Clear();
            var count = 0;
            for (var i = 0; i < values.Length; i++)
            {
                var gene = geneOfColumn[cell.Values.IsDense ? i : columns[i]];
                if (gene < 0) continue;
                if (isDense) editor.Values[gene] = values[i];
                else (editor.Indices[count], editor.Values[count++]) = (gene, values[i]);
            }

            if (!isDense) editor.Indices[..count].Sort(editor.Values[..count]);
            selected.Values = isDense ? editor.Commit() : editor.CommitTruncated(count);
        }
    }
}
