using MLNetUNetFill.IO.Hdf5;
using MLNetUNetFill.IO.Mtx;
using MLNetUNetFill.IO.Sources;

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
        var features = Features.Read(group, genome);
        var barcodes = Barcodes(group);
        var place = group.Place;
        var renamed = UniqueNames.Make(features.Names);

        CellScan scan;
        using (var rows = Rows(path, place, barcodes.Length, features)) scan = CellScan.Run(rows, barcodes.Length, false,
            cancellationToken);
        if (scan.Invalid is not null) throw group.Error($"found {scan.Invalid}", "finite numbers of 0 or more");

        var warnings = new List<string>();
        if (features.OtherTypes.Count > 0)
            warnings.Add($"{path}: left out {FeatureTable.Describe(features.OtherTypes)}; only '{FeatureTable.GeneExpression}' is read.");
        if (features.OtherGenomes > 0) warnings.Add($"{path}: left out {features.OtherGenomes} genes of other genomes than {genome}.");
        if (renamed > 0) warnings.Add($"{path}: {renamed} gene names occurred before and were made unique with a suffix (-1, -2, ...).");
        if (scan.EmptyCells > 0) warnings.Add($"{path}: {scan.EmptyCells} of {barcodes.Length} cells have no counts; they are kept and stay zero.");
        if (scan.Fractional > 0) warnings.Add($"{path}: {scan.Fractional} values are not whole numbers; are they raw counts?");
        return new CountSource(path, new MatrixNames(barcodes, features.Ids, features.Names), scan.Evidence, warnings,
            () => new Hdf5Cells(Rows(path, place, barcodes.Length, features), barcodes.Length));
    }

    private static CompressedRows Rows(string path, string place, int cells, Features features)
    {
        var file = Hdf5File.Open(path);
        try
        {
            var group = file.Root.Group(place)
                ?? throw file.Error(place, "found nothing", "the matrix that was there when the file was opened");
            // Features x cells, compressed by column: cells are rows, as they are wanted.
            return new CompressedRows(file, CompressedMatrix.Find(group, cells), features.Count, features.OtherTypes.Count
                + features.OtherGenomes > 0 ? features.ColumnOfRow : null);
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
        if (genome is null)
            return genomes is [var only] ? only
                : throw file.Error("/", $"found {genomes.Length} genomes ({string.Join(", ", genomes.Select(group => group.Name))})",
                "the name of one of them to be chosen");
        return genomes.FirstOrDefault(group => group.Name == genome)
            ?? throw file.Error("/", $"found no genome '{genome}'", $"one of {string.Join(", ", genomes.Select(group => group.Name))}");
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
                throw dataset.Error($"found the barcode '{barcodes[row]}' of row {rowOf[barcodes[row]] + 1} again in row {row + 1}",
                    "a different name for every cell");
        }

        return barcodes;
    }

    private sealed record Features(int Count, int[] ColumnOfRow, List<string> Ids, List<string> Names, SortedDictionary<string,
        int> OtherTypes, int OtherGenomes)
    {
        public static Features Read(Hdf5Group group, string? genome)
        {
            var table = group.Group("features");
            var ids = table is null ? group.RequiredDataset("genes", NoFeatures) : table.RequiredDataset("id", NoFeatures);
            var idTexts = ids.ReadTexts();
            string[]? Optional(string name) => (table ?? group).Dataset(name) is not { } dataset ? null
                : dataset.Vector("one text a feature") == idTexts.Length ? dataset.ReadTexts()
                : throw dataset.Error($"found {dataset.Shape}", $"{idTexts.Length}, as many as {ids.Place} has");
            var names = Optional(table is null ? "gene_names" : "name");
            var types = table is null ? null : Optional("feature_type");
            var genomes = table is null || genome is null ? null : Optional("genome");
            CheckShape(group, idTexts.Length);
            if (genomes is not null && !genomes.Contains(genome))
                throw table!.Error($"found no genome '{genome}'",
                    $"one of {string.Join(", ", genomes.Distinct().Where(name => name.Length > 0).Take(20))}");

            var features = new Features(idTexts.Length, new int[idTexts.Length], [], [], new(StringComparer.Ordinal), 0);
            for (var row = 0; row < idTexts.Length; row++)
            {
                features.ColumnOfRow[row] = -1;
                if (types?[row] is { } type and not (FeatureTable.GeneExpression or ""))
                {
                    features.OtherTypes[type] = features.OtherTypes.GetValueOrDefault(type) + 1;
                }
                else if (genomes is not null && genomes[row] != genome)
                {
                    features = features with { OtherGenomes = features.OtherGenomes + 1 };
                }
                else
                {
                    if (idTexts[row].Length == 0) throw ids.Error($"found no identifier in row {row + 1}", "the identifier of a gene");
                    features.ColumnOfRow[row] = features.Ids.Count;
                    features.Ids.Add(idTexts[row]);
                    features.Names.Add(names?[row] is { Length: > 0 } name ? name : idTexts[row]);
                }
            }

            var other = features.OtherTypes.Count == 0 ? "" : " besides " + FeatureTable.Describe(features.OtherTypes);
            return features.Ids.Count >= 2 ? features
                : throw ids.Error($"found {features.Ids.Count} gene{(features.Ids.Count == 1 ? "" : "s")}{other}", "at least 2");
        }

        private static void CheckShape(Hdf5Group group, int features)
        {
            if (group.Dataset("shape") is not { } dataset) return;
            if (!dataset.IsInteger || dataset.Vector("two numbers") != 2) throw dataset.Error($"found {dataset.Shape}",
                "two numbers: features and cells");
            var shape = dataset.ReadAll<long>();
            var cells = group.RequiredDataset("barcodes", NoFeatures).Count;
            if (shape[0] != features || shape[1] != cells)
                throw dataset.Error($"found {shape[0]} x {shape[1]}", $"{features} features x {cells} cells, as many as are named");
        }
    }
}
