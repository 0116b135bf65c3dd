using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Cells;

/// <summary>The columns of cells as ML.NET sees them: values, cell name, label.</summary>
internal sealed class CellSchema
{
    public const int ValuesIndex = 0;
    public const int BarcodeIndex = 1;

    private readonly IReadOnlyList<string> _geneNames;

    /// <param name="barcodes">One name per cell.</param>
    /// <param name="geneNames">One name per gene: the slot names.</param>
    /// <param name="labels">One label per cell, or none.</param>
    /// <param name="columnName">Name of the column of values.</param>
    /// <param name="barcodeColumnName">Name of the column of cell names.</param>
    /// <param name="labelColumnName">Name of the column of labels.</param>
    /// <exception cref="ArgumentException">There is another number of labels than cells.</exception>
    public CellSchema(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneNames, IReadOnlyList<string>? labels, string columnName,
        string barcodeColumnName, string labelColumnName)
    {
        if (labels is not null && labels.Count != barcodes.Count)
            throw new ArgumentException($"{labels.Count} labels for {barcodes.Count} cells; expected one a cell.", nameof(labels));
        (Barcodes, _geneNames, Labels) = (barcodes, geneNames, labels);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>("SlotNames", new VectorDataViewType(TextDataViewType.Instance, geneNames.Count),
            GetSlotNames);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(columnName, new VectorDataViewType(NumberDataViewType.Single, geneNames.Count), annotations.ToAnnotations());
        schema.AddColumn(barcodeColumnName, TextDataViewType.Instance);
        if (labels is not null) schema.AddColumn(labelColumnName, TextDataViewType.Instance);
        Columns = schema.ToSchema();
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

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        var editor = VBufferEditor.Create(ref value, _geneNames.Count);
        for (var gene = 0; gene < _geneNames.Count; gene++) editor.Values[gene] = _geneNames[gene].AsMemory();
        value = editor.Commit();
    }
}
