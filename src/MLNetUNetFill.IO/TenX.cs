namespace MLNetUNetFill.IO;

/// <summary>
/// Reads the folders that 10x Genomics Cell Ranger writes: <c>matrix.mtx</c> (MatrixMarket, genes x cells), <c>features.tsv</c> (version
/// 3) or <c>genes.tsv</c> (version 2) and <c>barcodes.tsv</c>, each gzip or not, whatever its name says; fields may stand in double quotes.
/// </summary>
public static class TenX
{
    /// <summary>
    /// Reads a folder into cells x genes. Gene names are column 2 of the features (column 1 where there is none), made unique as scanpy
    /// and AnnData do; features of another type than <c>Gene Expression</c> are left out, unless the third column holds no types at all;
    /// zeros that are written out are dropped. Each of these, cells without any count, and values that are not whole numbers give a
    /// warning.
    /// </summary>
    /// <param name="directory">The folder, or its <c>matrix.mtx</c>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="GapFillException">The folder or a file is missing, damaged, contradicts another, or holds no usable counts; the
    /// message gives the file, the line, what was found and what was expected.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static TenXMatrix Read(string directory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var source = ReadWhole(TenXNames.Read(directory), cancellationToken);
        return new TenXMatrix(source.ToMatrix(cancellationToken), source.Warnings);
    }

    /// <summary>
    /// Opens a folder to read its cells one by one, as often as wanted, without holding the matrix: the same cells, genes, checks and
    /// warnings as <see cref="Read"/>. The whole file is read once to check it. It has to be sorted by cell, as Cell Ranger and scanpy
    /// write it; another one is read into memory, with a warning.
    /// </summary>
    /// <param name="directory">The folder, or its <c>matrix.mtx</c>.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="GapFillException">As for <see cref="Read"/>.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static CountSource Open(string directory, CancellationToken cancellationToken = default) =>
        Open(directory, null, false, cancellationToken);

    internal static CountSource Open(string path, string? prefix, bool inMemory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var names = TenXNames.Read(path, prefix);
        if (inMemory) return ReadWhole(names, cancellationToken);
        var evidence = new CountEvidence();
        using var rows = new MatrixMarketRows(names.Folder, names.Features, names.Barcodes.Count, cancellationToken);
        while (rows.MoveNext()) evidence.Add(rows.Values);
        if (!rows.IsSorted)
            return ReadWhole(names, cancellationToken,
                $"{names.Folder.Matrix}: the entries are not sorted by cell; the matrix is held in memory.");
        return new CountSource(names.Folder.Matrix, new MatrixNames(names.Barcodes, names.Features.Ids, names.Features.Names), evidence,
            names.Warnings(evidence), () => new MatrixMarketRows(names.Folder, names.Features, names.Barcodes.Count));
    }

    private static CountSource ReadWhole(TenXNames names, CancellationToken cancellationToken, params ReadOnlySpan<string> warnings)
    {
        var cells = MatrixMarketReader.Read(names.Folder, names.Features, names.Barcodes.Count, cancellationToken);
        var matrix = new CountMatrix(names.Barcodes, names.Features.Ids, names.Features.Names, cells);
        var evidence = CountEvidence.Observe(matrix);
        return new CountSource(names.Folder.Matrix, matrix, evidence, [.. warnings, .. names.Warnings(evidence)]);
    }
}
