using MLNetUNetFill.IO.H5ad;

namespace MLNetUNetFill.IO;

/// <summary>Reads <c>.h5ad</c> files of AnnData, those of its older versions, too: counts from X, raw or a layer, labels from
/// <c>obs</c>.</summary>
public static class AnnData
{
    /// <summary>
    /// Opens a file to read its cells one by one, as often as wanted, without holding the matrix. The chosen matrix is read once to check
    /// it. One that is compressed by gene (<c>csc_matrix</c>) is held in memory, with a warning. Gene names are the index of <c>var</c>,
    /// made unique; gene identifiers its column <c>gene_ids</c> where there is one.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="layer"><c>X</c>, <c>raw</c> or the name of a layer; <see langword="null"/> for the first of X, <c>layers/counts</c> and
    /// <c>raw/X</c> that holds whole numbers.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="GapFillException">The file is missing, damaged or no .h5ad, or holds no such counts; the message gives the file,
    /// the place in it, what was found and what was expected.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static CountSource Open(string path, string? layer = null, CancellationToken cancellationToken = default)
    {
        using var file = Hdf5File.Open(path);
        Hdf5Contents.Require(file, Hdf5Contents.Kind.AnnData);
        var barcodes = CheckNames(file, "obs", AnnotationTable.Find(file, "obs").Names(), "cell");
        var (matrix, scan, held, note) = layer is null ? FirstCounts(file, barcodes.Length, cancellationToken)
            : Named(file, layer, barcodes.Length, cancellationToken);

        var table = AnnotationTable.Find(file, matrix.GeneTable);
        var genes = CheckNames(file, matrix.GeneTable, table.Names(), "gene");
        if (genes.Length != matrix.Genes)
            throw file.Error("/" + matrix.GeneTable, $"found {Counted.Text(genes.Length, "gene")}",
                $"{matrix.Genes}, as many as {matrix.Place} has columns");
        if (genes.Length < 2) throw file.Error("/" + matrix.GeneTable, "found 1 gene", "at least 2");
        var ids = table.Column("gene_ids") is { } column && column.Length == genes.Length && column.All(id => id.Length > 0) ? column
            : [.. genes];

        var warnings = new List<string>();
        if (note is not null) warnings.Add(note);
        if (held is not null) warnings.Add($"{path}: {matrix.Place} is compressed by gene; the matrix is held in memory.");
        UniqueNames.Make(barcodes, path, "cell", warnings);
        UniqueNames.Make(genes, path, "gene", warnings);
        scan.Evidence.Warn(path, barcodes.Length, warnings, matrix.Place);
        return held is not null ? new CountSource(path, new CountMatrix(barcodes, ids, genes, held), scan.Evidence, warnings)
            : new CountSource(path, new MatrixNames(barcodes, ids, genes), scan.Evidence, warnings, () => matrix.Open(path));
    }

    /// <summary>Reads a column of <c>obs</c> as labels, one a cell in the file's order: categories, text, numbers or flags; <c>NA</c>
    /// where a value is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="GapFillException">The file cannot be read, or has no such column.</exception>
    public static IReadOnlyList<string> ReadObsColumn(string path, string column)
    {
        using var file = Hdf5File.Open(path);
        Hdf5Contents.Require(file, Hdf5Contents.Kind.AnnData);
        var table = AnnotationTable.Find(file, "obs");
        return table.Column(column) ?? throw (table.Columns() is { Count: > 0 } columns
            ? file.Error("/obs", $"found no column '{column}'", $"one of {string.Join(", ", columns.Take(50))}")
            : file.Error("/obs", "found no columns", $"one called '{column}'"));
    }

    /// <summary>Where a layer that a user names lies.</summary>
    internal static string PlaceOf(string layer) => layer switch
    {
        "X" => "X",
        "raw" or "raw/X" or "raw.X" => "raw/X",
        _ when layer.StartsWith("layers/", StringComparison.Ordinal) => layer,
        _ => "layers/" + layer,
    };

    private static (AnnDataMatrix, CellScan, SparseCells? Held, string? Note) Named(Hdf5File file, string layer, int cells,
        CancellationToken cancellation)
    {
        var place = PlaceOf(layer);
        var matrix = AnnDataMatrix.Find(file, place) ?? (place == "raw/X" ? AnnDataMatrix.Find(file, "raw.X") : null)
            ?? throw (Places(file).ToArray() is { Length: > 0 } places
                ? file.Error("/" + place, "found nothing", $"one of {string.Join(", ", places)}")
                : file.Error("/", "found none of X, raw/X and layers", "counts in one of them"));
        var (scan, held) = Scan(file, matrix, cells, false, cancellation);
        if (scan.Invalid is not null) throw file.Error("/" + place, $"found {scan.Invalid}", "finite numbers of 0 or more");
        return (matrix, scan, held, null);
    }

    private static (AnnDataMatrix, CellScan, SparseCells? Held, string? Note) FirstCounts(Hdf5File file, int cells,
        CancellationToken cancellation)
    {
        var passedOver = new List<string>();
        foreach (var place in new[] { "X", "layers/counts", "raw/X", "raw.X" })
        {
            if (AnnDataMatrix.Find(file, place) is not { } matrix) continue;
            var (scan, held) = Scan(file, matrix, cells, true, cancellation);
            if (scan.HoldsWholeNumbers)
                return (matrix, scan, held, passedOver.Count == 0 ? null
                    : $"{file.Path}: counts are read from {place}; {string.Join(" and ", passedOver)} "
                        + $"{(passedOver.Count == 1 ? "holds" : "hold")} other numbers.");
            passedOver.Add(place);
        }

        if (passedOver.Count == 0) throw file.Error("/", "found none of X, layers/counts and raw/X", "raw counts in one of them");
        throw file.Error("/", $"found no whole numbers in {string.Join(" and ", passedOver)}",
            $"raw counts; name another layer to read it all the same (the file has {string.Join(", ", Places(file))})");
    }

    private static (CellScan, SparseCells? Held) Scan(Hdf5File file, AnnDataMatrix matrix, int cells, bool wholeNumbersOnly,
        CancellationToken cancellation)
    {
        if (matrix.Cells != cells)
            throw file.Error("/" + matrix.Place, $"found {Counted.Text(matrix.Cells, "row")}", $"{cells}, as many as obs has cells");
        var held = matrix.Storage != AnnDataMatrix.Kind.ByGene ? null : ColumnsToRows.Read(
            CompressedMatrix.Find(file.Root.Group(matrix.Place)!, matrix.Genes), cells, matrix.Genes, cancellation);
        var rows = held is null ? matrix.Open(file.Path) : new HeldCells(held);
        return (CellScan.Run(rows, wholeNumbersOnly, cancellation), held);
    }

    private static IEnumerable<string> Places(Hdf5File file)
    {
        foreach (var place in new[] { "X", "raw/X", "raw.X" })
            if (file.Root.Find(place) is not null) yield return place;
        if (file.Root.Find("layers") is Hdf5Group layers)
            foreach (var layer in layers.Children().Take(50)) yield return "layers/" + layer.Name;
    }

    private static string[] CheckNames(Hdf5File file, string table, string[] names, string what)
    {
        if (names.Length == 0) throw file.Error("/" + table, $"found no {what}s", "at least 1");
        var empty = Array.IndexOf(names, "");
        return empty < 0 ? names : throw file.Error("/" + table, $"found no name in row {empty + 1}", $"the name of a {what}");
    }
}
