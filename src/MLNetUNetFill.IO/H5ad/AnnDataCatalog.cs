namespace MLNetUNetFill.IO;

/// <summary>Adds <c>.h5ad</c> files to <see cref="MLContext.Data"/>.</summary>
public static class AnnDataCatalog
{
    /// <summary>The cells of a file as rows: <c>Counts</c> (sparse vector, gene names as <c>SlotNames</c>), <c>Barcode</c>, and
    /// <c>Label</c> if asked for; see
    /// <see cref="AnnData.Open"/>.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="layer"><c>X</c>, <c>raw</c> or the name of a layer; <see langword="null"/> for the first that holds whole
    /// numbers.</param>
    /// <param name="labelColumn">A column of <c>obs</c> to become <c>Label</c>, or none.</param>
    /// <exception cref="GapFillException">The file cannot be read.</exception>
    public static IDataView LoadFromAnnData(this DataOperationsCatalog catalog, string path, string? layer = null,
        string? labelColumn = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return AnnData.Open(path, layer).ToDataView(labels: labelColumn is null ? null : AnnData.ReadObsColumn(path, labelColumn));
    }
}
