using Microsoft.ML.Data;

namespace MLNetUNetFill.IO;

/// <summary>Adds files of counts to <see cref="MLContext.Data"/>.</summary>
public static class CountFileCatalog
{
    /// <summary>Loads a 10x folder: a sparse vector column <c>Counts</c>, <c>cells x genes</c>, gene names as its <c>SlotNames</c>, and a
    /// text column <c>Barcode</c>. Cells are read as they are asked for. A class for a prediction engine over a pipeline that was fitted to
    /// them has a member for each: <c>string Barcode</c>, too. Warnings about the file
    /// (<see cref="CountSource.Warnings"/>) are given by <see cref="CountFile.Open"/> alone.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="path">The folder, or its <c>matrix.mtx</c>.</param>
    /// <param name="genes">The genes of a model, to score with it: they are found by name, in any order, among others
    /// (<see cref="CountSource.SelectGenes(IReadOnlyList{string}, double)"/>);
    /// <see langword="null"/> for the genes of the file.</param>
    /// <exception cref="GapFillException">The folder is missing, damaged, or lacks too many of the genes.</exception>
    public static IDataView LoadFromTenX(this DataOperationsCatalog catalog, string path, IReadOnlyList<string>? genes = null) =>
        catalog.LoadFromCounts(path, new CountFileOptions { Format = CountFormat.Mtx }, genes);

    /// <summary>Loads a CSV or TSV table, as <see cref="LoadFromTenX"/> does a 10x folder.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="path">The table, plain or gzip.</param>
    /// <param name="cellAxis">Which way it lies.</param>
    /// <param name="labelColumn">The column of the cells' labels, which becomes a text column <c>Label</c>; <see langword="null"/> for
    /// none.</param>
    /// <param name="genes">The genes of a model; <see langword="null"/> for those of the file.</param>
    /// <exception cref="GapFillException">The table is missing, malformed, or lacks too many of the genes.</exception>
    public static IDataView LoadFromTable(this DataOperationsCatalog catalog, string path, CellAxis cellAxis, string? labelColumn = null,
        IReadOnlyList<string>? genes = null) =>
        catalog.LoadFromCounts(path, new CountFileOptions { CellAxis = cellAxis, LabelColumn = labelColumn }, genes);

    /// <summary>Loads counts of any format, as <see cref="LoadFromTenX"/> does a 10x folder.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">What is to be known of it.</param>
    /// <param name="genes">The genes of a model; <see langword="null"/> for those of the file.</param>
    /// <exception cref="GapFillException">The file is missing, malformed, or lacks too many of the genes.</exception>
    public static IDataView LoadFromCounts(this DataOperationsCatalog catalog, string path, CountFileOptions? options = null,
        IReadOnlyList<string>? genes = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var source = CountFile.Open(path, options);
        return (genes is null ? source : source.SelectGenes(genes)).ToDataView();
    }

    /// <summary>Writes a column of cells as a 10x folder, or as the table that the path's name stands for
    /// (<see cref="ExpressionFile.Create"/>), cell by cell.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">Cells in rows.</param>
    /// <param name="path">The file or folder to write. An earlier file or matrix is replaced; a folder that holds anything else is
    /// refused.</param>
    /// <param name="columnName">The column of values: a vector of a known size. Its genes keep the identifiers that it or the column of
    /// counts beside it came with.</param>
    /// <param name="barcodeColumnName">The text column of cell names.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="GapFillException">The file cannot be written, or a value is not a finite number.</exception>
    public static void SaveAsExpression(this DataOperationsCatalog catalog, IDataView data, string path, string columnName = "Filled",
        string barcodeColumnName = "Barcode")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        var column = CountsColumn.Find(data.Schema, columnName);
        var names = CountsColumn.GeneNames(column);
        string[] barcodes = [.. data.GetColumn<ReadOnlyMemory<char>>(barcodeColumnName).Select(name => name.ToString())];
        using var sink = ExpressionFile.Create(path);
        sink.Begin(barcodes, GeneIds(data.Schema, column, names), names);
        var row = new float[names.Length];
        foreach (var cell in CellRows.Read(data, [column], CancellationToken.None))
        {
            cell[0].CopyTo(row);
            sink.Write(row);
        }

        sink.Commit();
    }

    /// <summary>The genes' identifiers: of the column, else of the counts that it was made of.</summary>
    private static string[] GeneIds(DataViewSchema schema, DataViewSchema.Column values, string[] names) =>
        schema.Prepend(values)
            .Where(column => column.Type is VectorDataViewType { IsKnownSize: true } && CountsColumn.GeneNames(column).SequenceEqual(names))
            .Select(CountsColumn.GeneIds).OfType<string[]>().FirstOrDefault() ?? names;
}
