using Microsoft.ML;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.IO;

/// <summary>
/// A matrix of counts, cells x genes, that stays on disk: its names are held, its values are read anew by every cursor over
/// <see cref="ToDataView"/>, cell by cell. Made by <see cref="TenX.Open"/>, which has checked all of it.
/// </summary>
public sealed class CountSource
{
    private readonly Func<CellSchema, IDataView> _view;

    internal CountSource(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds, IReadOnlyList<string> geneNames, long nonZeroCount, bool isStreamed,
        IReadOnlyList<string> warnings, Func<CellSchema, IDataView> view)
    {
        (Barcodes, GeneIds, GeneNames, NonZeroCount) = (barcodes, geneIds, geneNames, nonZeroCount);
        (IsStreamed, Warnings, _view) = (isStreamed, warnings, view);
    }

    /// <summary>The cell names, one a row.</summary>
    public IReadOnlyList<string> Barcodes { get; }

    /// <summary>The gene identifiers, one a column.</summary>
    public IReadOnlyList<string> GeneIds { get; }

    /// <summary>The unique gene names, one a column.</summary>
    public IReadOnlyList<string> GeneNames { get; }

    /// <summary>The number of entries that are not zero.</summary>
    public long NonZeroCount { get; }

    /// <summary>Whether the values stay on disk; <see langword="false"/> for a file that is not sorted by cell, which is held in memory.</summary>
    public bool IsStreamed { get; }

    /// <summary>One sentence each: what was changed or looks unusual. Empty where there is nothing to say.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// The cells as rows of ML.NET: a sparse vector column of the values, one slot a gene, gene names as its <c>SlotNames</c>; a text column of the cell
    /// names; a text column of labels if given. Where <see cref="IsStreamed"/>, a cursor holds one cell, rows come in the file's order only, and a file that
    /// was changed since it was opened is refused where it is damaged.
    /// </summary>
    /// <param name="columnName">Name of the column of values, what <c>UNetGapFillEstimator</c> reads by default.</param>
    /// <param name="barcodeColumnName">Name of the column of cell names.</param>
    /// <param name="labels">One label a cell, or none.</param>
    /// <param name="labelColumnName">Name of the column of labels.</param>
    /// <exception cref="ArgumentException">There is another number of labels than cells.</exception>
    public IDataView ToDataView(string columnName = "Counts", string barcodeColumnName = "Barcode", IReadOnlyList<string>? labels = null,
        string labelColumnName = "Label") => _view(new CellSchema(Barcodes, GeneNames, labels, columnName, barcodeColumnName, labelColumnName));
}
