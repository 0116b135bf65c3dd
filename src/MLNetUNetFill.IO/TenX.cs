using MLNetUNetFill.Cells;
using MLNetUNetFill.IO.DataViews;
using MLNetUNetFill.IO.Mtx;

namespace MLNetUNetFill.IO;

/// <summary>
/// Reads the folders that 10x Genomics Cell Ranger writes: <c>matrix.mtx</c> (MatrixMarket, genes x cells), <c>features.tsv</c> (version 3) or
/// <c>genes.tsv</c> (version 2) and <c>barcodes.tsv</c>, each gzip (<c>.gz</c>) or not.
/// </summary>
public static class TenX
{
    /// <summary>
    /// Reads a folder into cells x genes. Gene names are column 2 of the features (column 1 where there is none), made unique as scanpy
    /// and AnnData do; features of another type than <c>Gene Expression</c> are left out; zeros that are written out are dropped.
    /// Each of these, cells without any count, and values that are not whole numbers give a warning.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="GapFillException">The folder or a file is missing, damaged, contradicts another, or holds no usable counts; the
    /// message gives the file, the line, what was found and what was expected.</exception>
    public static TenXMatrix Read(string directory, CancellationToken cancellationToken = default)
    {
        var names = TenXNames.Read(directory);
        var cells = MatrixMarketReader.Read(names.Folder, names.Features, names.Barcodes.Count, out var fractional, cancellationToken);
        var empty = Enumerable.Range(0, names.Barcodes.Count).Count(cell => cells.GenesOf(cell).IsEmpty);
        return new TenXMatrix(new CountMatrix(names.Barcodes, names.Features.Ids, names.Features.Names, cells),
            names.Warnings(empty, fractional));
    }

    /// <summary>
    /// Opens a folder to read its cells one by one, as often as wanted, without holding the matrix: the same cells, genes, checks and warnings as
    /// <see cref="Read"/>. The whole file is read once to check it. It has to be sorted by cell, as Cell Ranger and scanpy write it; another
    /// one is read into memory, with a warning.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="GapFillException">As for <see cref="Read"/>.</exception>
    public static CountSource Open(string directory, CancellationToken cancellationToken = default)
    {
        var names = TenXNames.Read(directory);
        long nonZero = 0;
        var empty = 0;
        using var rows = new MatrixMarketRows(names.Folder, names.Features, names.Barcodes.Count, cancellationToken);
        while (rows.MoveNext())
        {
            nonZero += rows.Genes.Length;
            if (rows.Genes.IsEmpty) empty++;
        }

        if (!rows.IsSorted) return InMemory(names, Read(directory, cancellationToken));
        return new CountSource(names.Barcodes, names.Features.Ids, names.Features.Names, nonZero, true, names.Warnings(empty, rows.FractionalValues),
            cells => new MatrixMarketDataView(names.Folder, names.Features, cells));
    }

    private static CountSource InMemory(TenXNames names, TenXMatrix matrix)
    {
        var counts = matrix.Counts;
        var warning = $"{names.Folder.Matrix}: the entries are not sorted by cell; the matrix is held in memory.";
        return new CountSource(counts.Barcodes, counts.GeneIds, counts.GeneNames, counts.NonZeroCount, false, [warning, .. matrix.Warnings],
            cells => new CountMatrixDataView(counts, cells));
    }
}
