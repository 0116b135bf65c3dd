namespace MLNetUNetFill;

/// <summary>Brings matrices into ML.NET.</summary>
public static class CountMatrixExtensions
{
    /// <summary>
    /// The cells of a matrix as rows of ML.NET, without copying it: a sparse vector column of the values, one slot per gene, gene names as
    /// its <c>SlotNames</c>; a text column of the cell names; a text column of labels if given.
    /// </summary>
    /// <param name="matrix">Cells x genes.</param>
    /// <param name="columnName">Name of the column of values, what <c>UNetGapFillEstimator</c> reads by default.</param>
    /// <param name="barcodeColumnName">Name of the column of cell names.</param>
    /// <param name="labels">One label per cell, or none.</param>
    /// <param name="labelColumnName">Name of the column of labels.</param>
    /// <exception cref="ArgumentException">There is another number of labels than cells.</exception>
    public static IDataView ToDataView(this CountMatrix matrix, string columnName = "Counts", string barcodeColumnName = "Barcode",
        IReadOnlyList<string>? labels = null, string labelColumnName = "Label") =>
        new CountMatrixDataView(matrix, new CellSchema(matrix.Barcodes, matrix.GeneNames, labels, columnName, barcodeColumnName,
            labelColumnName));
}
