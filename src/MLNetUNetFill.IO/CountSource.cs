using MLNetUNetFill.Devices;

namespace MLNetUNetFill.IO;

/// <summary>
/// A matrix of counts, cells x genes, from a file of whatever format: its names are held, its values stay on disk and are read anew by
/// every cursor over <see cref="ToDataView"/>, cell by cell. Made by <see cref="CountFile.Open"/>, which has checked all of it.
/// </summary>
public sealed class CountSource
{
    /// <summary>Bytes of an entry in memory: cell, gene and value, and one of these again whenever the arrays grow.</summary>
    private const int PerEntry = 16;

    private readonly Func<ICellReader> _open;
    private readonly CountMatrix? _matrix;

    /// <summary>A file that is read cell by cell.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="names">Its cells and genes, gene names unique.</param>
    /// <param name="evidence">What was seen of its values.</param>
    /// <param name="warnings">One sentence each.</param>
    /// <param name="open">Opens it at its first cell.</param>
    internal CountSource(string path, MatrixNames names, CountEvidence evidence, IReadOnlyList<string> warnings,
        Func<ICellReader> open) =>
        (Path, Names, Evidence, Warnings, _open) = (path, names, evidence, warnings, open);

    /// <summary>A file that is held in memory.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="matrix">What it holds.</param>
    /// <param name="evidence">What was seen of its values.</param>
    /// <param name="warnings">One sentence each.</param>
    internal CountSource(string path, CountMatrix matrix, CountEvidence evidence, IReadOnlyList<string> warnings)
        : this(path, new MatrixNames(matrix.Barcodes, matrix.GeneIds, matrix.GeneNames), evidence, warnings,
            () => new HeldCells(matrix.Cells)) =>
        _matrix = matrix;

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The cell names, one a row.</summary>
    public IReadOnlyList<string> Barcodes => Names.Barcodes;

    /// <summary>The gene identifiers, one a column.</summary>
    public IReadOnlyList<string> GeneIds => Names.GeneIds;

    /// <summary>The unique gene names, one a column.</summary>
    public IReadOnlyList<string> GeneNames => Names.GeneNames;

    /// <summary>One label a cell (its type), where the file holds them and they were asked for.</summary>
    public IReadOnlyList<string>? Labels { get; internal set; }

    /// <summary>The number of entries that are not zero.</summary>
    public long NonZeroCount => Evidence.NonZeroCount;

    /// <summary>Whether the values stay on disk; <see langword="false"/> for a file that is not sorted by cell, which is held in
    /// memory.</summary>
    public bool IsStreamed => _matrix is null;

    /// <summary>One sentence each: what was changed or looks unusual. Empty where there is nothing to say.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What the file says of its cells, as far as it was asked for; written beside the values where the format has a
    /// place.</summary>
    internal IReadOnlyList<CarriedColumn> Carried { get; set; } = [];

    internal MatrixNames Names { get; }

    /// <summary>What the values look like: counts or not.</summary>
    internal CountEvidence Evidence { get; }

    /// <summary>
    /// The cells as rows of ML.NET: a sparse vector column of the values, one slot a gene, gene names as its <c>SlotNames</c>; a text
    /// column of the cell names; a text column of labels if given. Where <see cref="IsStreamed"/>, a cursor holds one cell, rows come in
    /// the file's order only, and a file that was changed since it was opened is refused where it is damaged.
    /// </summary>
    /// <param name="columnName">Name of the column of values, what <c>UNetGapFillEstimator</c> reads by default.</param>
    /// <param name="barcodeColumnName">Name of the column of cell names.</param>
    /// <param name="labels">One label a cell; <see langword="null"/> for <see cref="Labels"/>.</param>
    /// <param name="labelColumnName">Name of the column of labels.</param>
    /// <exception cref="ArgumentException">There is another number of labels than cells, or two columns have one name.</exception>
    public IDataView ToDataView(string columnName = "Counts", string barcodeColumnName = "Barcode", IReadOnlyList<string>? labels = null,
        string labelColumnName = "Label")
    {
        var cells = new CellSchema(Barcodes, GeneNames, labels ?? Labels, columnName, barcodeColumnName, labelColumnName, GeneIds);
        return _matrix is null ? new StreamedCells(Path, cells, _open) : new CountMatrixDataView(_matrix, cells);
    }

    /// <summary>Reads the whole matrix into memory.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="GapFillException">The memory does not hold it, or the file was changed since it was opened.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public CountMatrix ToMatrix(CancellationToken cancellationToken = default)
    {
        if (_matrix is not null) return _matrix;
        RequireMemory(Path, NonZeroCount);
        var rowStarts = new int[Barcodes.Count + 1];
        var (genes, values) = (new int[NonZeroCount], new float[NonZeroCount]);
        var (row, at) = (0, 0);
        foreach (var cell in Cells(cancellationToken))
        {
            if (at + cell.Genes.Length > genes.Length) throw Changed();
            cell.Genes.CopyTo(genes.AsSpan(at));
            cell.Values.CopyTo(values.AsSpan(at));
            at += cell.Genes.Length;
            rowStarts[++row] = at;
        }

        return at == genes.Length ? new CountMatrix(Barcodes, GeneIds, GeneNames, rowStarts, genes, values) : throw Changed();
    }

    /// <summary>
    /// The same cells with the genes of a model, in its order, as its transformer wants them: found by name, identifier, or Ensembl
    /// identifier without version;
    /// others are left out, and missing ones count as not observed.
    /// </summary>
    /// <param name="geneNames">The model's genes.</param>
    /// <param name="minOverlap">The least share of them that the file must have.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minOverlap"/> is not above 0 and at most 1.</exception>
    /// <exception cref="GapFillException">It has fewer, or a gene may be one of two.</exception>
    public CountSource SelectGenes(IReadOnlyList<string> geneNames, double minOverlap = 0.9)
    {
        ArgumentNullException.ThrowIfNull(geneNames);
        var match = GeneMatch.Find(geneNames, GeneNames, GeneIds);
        return SelectGenes(geneNames, match, match.Require(minOverlap, Path));
    }

    internal CountSource SelectGenes(IReadOnlyList<string> geneNames, GeneMatch match, string? warning)
    {
        if (match.IsIdentity) return this;
        var geneOfColumn = match.GeneOfColumn();
        return Through(cells => new SelectedGenes(cells, geneOfColumn), Evidence, warning,
            new MatrixNames(Barcodes, geneNames, geneNames));
    }

    /// <summary>Opens the values at the first cell.</summary>
    internal ICellReader OpenCells() => _open();

    /// <summary>Goes through the cells; each is there until the next is asked for.</summary>
    internal IEnumerable<ICellReader> Cells(CancellationToken cancellation = default)
    {
        using var reader = _open();
        for (var cell = 0; cell < Barcodes.Count; cell++)
        {
            if (cell % 256 == 0) cancellation.ThrowIfCancellationRequested();
            yield return reader.MoveNext() ? reader : throw Changed();
        }
    }

    /// <summary>The same cells, read through something that changes their values.</summary>
    /// <param name="change">Wraps the reader.</param>
    /// <param name="evidence">What was seen of the new values.</param>
    /// <param name="warning">What is to be said of it; null for nothing.</param>
    /// <param name="names">Other names; null for the same.</param>
    internal CountSource Through(Func<ICellReader, ICellReader> change, CountEvidence evidence, string? warning,
        MatrixNames? names = null) =>
        new(Path, names ?? Names, evidence, warning is null ? Warnings : [.. Warnings, warning], () => change(_open()))
        {
            Labels = Labels,
            Carried = Carried,
        };

    /// <summary>Makes sure that a matrix fits into memory.</summary>
    internal static void RequireMemory(string path, long entries)
    {
        if (entries > Array.MaxLength)
            throw new GapFillException($"{path} has {entries} entries; expected at most {Array.MaxLength} to hold in memory.");
        AvailableMemory.Require(entries * PerEntry, $"Holding the {entries} entries of {path}",
            "expected a smaller matrix, or more memory");
    }

    private GapFillException Changed() => new($"{Path} was changed since it was opened; expected the same file.");
}
