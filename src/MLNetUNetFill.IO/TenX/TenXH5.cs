namespace MLNetUNetFill.IO;

/// <summary>Reads the <c>.h5</c> files that 10x Genomics Cell Ranger writes, of version 2 (one group a genome) and 3 (<c>matrix</c> with
/// features).</summary>
public static class TenXH5
{
    private const string NoFeatures = "the datasets of a Cell Ranger matrix";

    /// <summary>
    /// Opens a file to read its cells one by one, as often as wanted, without holding the matrix, which is read once to check it. Features
    /// of another type than <c>Gene Expression</c> are left out and counted; gene names are made unique; zeros that are written out are
    /// dropped.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="genome">The genome to read where a file of version 2 has several, or to restrict a file of version 3 to;
    /// <see langword="null"/> for all there is.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="GapFillException">The file is missing, damaged, no such file, or of several genomes of which none was chosen; the
    /// message gives the file, the place in it, what was found and what was expected.</exception>
    public static CountSource Open(string path, string? genome = null, CancellationToken cancellationToken = default)
    {
        using var file = Hdf5File.Open(path);
        Hdf5Contents.Require(file, Hdf5Contents.Kind.TenX);
        var group = file.Root.Find("matrix/barcodes") is not null ? file.Root.Group("matrix")! : Genome(file, genome);
        var features = Features(group, genome);
        var barcodes = Barcodes(group);
        var place = group.Place;
        var warnings = new List<string>();
        features.Warn(path, warnings);
        if (features.ColumnOfRow.Length - features.Ids.Count - features.OtherTypes.Values.Sum() is > 0 and var others)
            warnings.Add($"{path}: left out {Counted.Text(others, "gene")} of other genomes than {genome}.");
        UniqueNames.Make(features.Names, path, "gene", warnings);
        var scan = CellScan.Run(Rows(path, place, barcodes.Length, features), false, cancellationToken);
        if (scan.Invalid is not null) throw group.Error($"found {scan.Invalid}", "finite numbers of 0 or more");
        scan.Evidence.Warn(path, barcodes.Length, warnings);
        return new CountSource(path, new MatrixNames(barcodes, features.Ids, features.Names), scan.Evidence, warnings,
            () => Rows(path, place, barcodes.Length, features));
    }

    private static CompressedRows Rows(string path, string place, int cells, FeatureTable features)
    {
        var file = Hdf5File.Open(path);
        try
        {
            var group = file.Root.Group(place)
                ?? throw file.Error(place, "found nothing", "the matrix that was there when the file was opened");
            // Features x cells, compressed by column: cells are rows, as they are wanted.
            return new CompressedRows(CompressedMatrix.Find(group, cells), features.ColumnOfRow.Length,
                features.ColumnOfRow.Length == features.Ids.Count ? null : features.ColumnOfRow);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Hdf5Group Genome(Hdf5File file, string? genome)
    {
        var genomes = file.Root.Children().OfType<Hdf5Group>().Where(group => group.Find("barcodes") is not null).ToArray();
        var names = string.Join(", ", genomes.Select(group => group.Name));
        if (genome is null)
            return genomes is [var only] ? only
                : throw file.Error("/", $"found {genomes.Length} genomes ({names})", "the name of one of them to be chosen");
        return genomes.FirstOrDefault(group => group.Name == genome)
            ?? throw file.Error("/", $"found no genome '{genome}'", $"one of {names}");
    }

    private static string[] Barcodes(Hdf5Group group)
    {
        var dataset = group.RequiredDataset("barcodes", NoFeatures);
        if (dataset.Vector("one name a cell") == 0) throw dataset.Error("found no cells", "at least 1");
        var barcodes = dataset.ReadTexts();
        var rowOf = new Dictionary<string, int>(barcodes.Length, StringComparer.Ordinal);
        for (var row = 0; row < barcodes.Length; row++)
        {
            if (barcodes[row].Length == 0) throw dataset.Error($"found no barcode in row {row + 1}", "the name of a cell");
            if (!rowOf.TryAdd(barcodes[row], row))
                throw dataset.Error($"found the barcode {NameList.Quote(barcodes[row])} of row {rowOf[barcodes[row]] + 1} again in row "
                    + $"{row + 1}", "a different name for every cell");
        }

        return barcodes;
    }

    private static FeatureTable Features(Hdf5Group group, string? genome)
    {
        var table = group.Group("features");
        var ids = table is null ? group.RequiredDataset("genes", NoFeatures) : table.RequiredDataset("id", NoFeatures);
        var idTexts = ids.ReadTexts();
        var names = Optional(table is null ? "gene_names" : "name");
        var types = table is null ? null : Optional("feature_type");
        var genomes = table is null || genome is null ? null
            : Optional("genome") ?? throw table.Error("found no dataset 'genome'", $"one to find '{genome}' in");
        CheckShape(group, idTexts.Length);
        if (genomes is not null && !genomes.Contains(genome))
            throw table!.Error($"found no genome '{genome}'",
                $"one of {string.Join(", ", genomes.Distinct().Where(name => name.Length > 0).Take(20))}");
        return FeatureTable.Select(idTexts.Select((id, row) => (id, names?[row] ?? "", Type(id, row))),
            found => ids.Error($"found {found}", "at least 2"));

        string[]? Optional(string name) => (table ?? group).Dataset(name) is not { } dataset ? null
            : dataset.Vector("one text a feature") == idTexts.Length ? dataset.ReadTexts()
            : throw dataset.Error($"found {dataset.Shape}", $"{idTexts.Length}, as many as {ids.Place} has");

        string? Type(string id, int row) =>
            types?[row] is { } type and not (FeatureTable.GeneExpression or "") ? type
            : genomes is not null && genomes[row] != genome ? null
            : id.Length > 0 ? FeatureTable.GeneExpression
            : throw ids.Error($"found no identifier in row {row + 1}", "the identifier of a gene");
    }

    private static void CheckShape(Hdf5Group group, int features)
    {
        if (group.Dataset("shape") is not { } dataset) return;
        if (!dataset.IsInteger || dataset.Vector("two numbers") != 2)
            throw dataset.Error($"found {dataset.Shape}", "two numbers: features and cells");
        var shape = dataset.ReadAll<long>();
        var cells = group.RequiredDataset("barcodes", NoFeatures).Count;
        if (shape[0] != features || shape[1] != cells)
            throw dataset.Error($"found {shape[0]} x {shape[1]}",
                $"{Counted.Text(features, "feature")} x {Counted.Text(cells, "cell")}, as many as are named");
    }
}
