using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Cells;

/// <summary>The columns of cells as ML.NET sees them: values, cell name, label.</summary>
internal sealed class CellSchema
{
    public const int ValuesIndex = 0;
    public const int BarcodeIndex = 1;

    /// <summary>The annotation with an identifier for each gene beside its name.</summary>
    public const string GeneIds = "GeneIds";

    private readonly IReadOnlyList<string> _geneNames;

    /// <param name="barcodes">One name per cell.</param>
    /// <param name="geneNames">One name per gene: the slot names.</param>
    /// <param name="labels">One label per cell, or none.</param>
    /// <param name="columnName">Name of the column of values.</param>
    /// <param name="barcodeColumnName">Name of the column of cell names.</param>
    /// <param name="labelColumnName">Name of the column of labels.</param>
    /// <param name="geneIds">One identifier per gene, or none.</param>
    /// <exception cref="ArgumentException">There is another number of labels than cells.</exception>
    public CellSchema(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneNames, IReadOnlyList<string>? labels, string columnName,
        string barcodeColumnName, string labelColumnName, IReadOnlyList<string>? geneIds = null)
    {
        if (labels is not null && labels.Count != barcodes.Count)
            throw new ArgumentException($"{labels.Count} labels for {barcodes.Count} cells; expected one a cell.", nameof(labels));
        (Barcodes, _geneNames, Labels) = (barcodes, geneNames, labels);
        var annotations = new DataViewSchema.Annotations.Builder();
        Annotate("SlotNames", geneNames);
        if (geneIds is not null && !geneIds.SequenceEqual(geneNames)) Annotate(GeneIds, geneIds);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(columnName, new VectorDataViewType(NumberDataViewType.Single, geneNames.Count), annotations.ToAnnotations());
        schema.AddColumn(barcodeColumnName, TextDataViewType.Instance);
        if (labels is not null) schema.AddColumn(labelColumnName, TextDataViewType.Instance);
        Columns = schema.ToSchema();

        void Annotate(string name, IReadOnlyList<string> texts) => annotations.Add(name,
            new VectorDataViewType(TextDataViewType.Instance, texts.Count),
            (ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var editor = VBufferEditor.Create(ref value, texts.Count);
                for (var gene = 0; gene < texts.Count; gene++) editor.Values[gene] = texts[gene].AsMemory();
                value = editor.Commit();
            });
    }

    /// <summary>The schema itself.</summary>
    public DataViewSchema Columns { get; }

    /// <summary>One name per cell.</summary>
    public IReadOnlyList<string> Barcodes { get; }

    /// <summary>One label per cell, null without the column.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>Number of cells.</summary>
    public int CellCount => Barcodes.Count;

    /// <summary>Number of genes.</summary>
    public int GeneCount => _geneNames.Count;
}
