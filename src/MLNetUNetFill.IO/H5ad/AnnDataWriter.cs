using MLNetUNetFill.IO.H5ad;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.IO;

/// <summary>
/// Writes filled values as a layer of an <c>.h5ad</c> file: into a copy of the file that the counts came from, or into a new one. Values
/// are written as they come, all of it to a temporary name first that is moved into place at the end.
/// </summary>
public static class AnnDataWriter
{
    private const int EntriesAtOnce = 1 << 16;

    /// <summary>
    /// Copies a file with everything in it and adds the layer, <c>var['imputed']</c> and <c>uns['unetfill']</c>. X, raw and all else stay
    /// as they are;
    /// what cannot be copied is an error that names it.
    /// </summary>
    /// <param name="source">The file that the counts came from.</param>
    /// <param name="target">The file to write; may be <paramref name="source"/> itself.</param>
    /// <param name="geneNames">The genes of a row, of those in <c>var</c>, in any order; genes that are not among them are 0 in the
    /// layer.</param>
    /// <param name="rows">The values of every cell in the order of <c>obs</c>, one a gene; one buffer may serve for all rows.</param>
    /// <param name="layer">Name of the layer and what is said about it.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>One sentence each: what is written in another form than it was.</returns>
    /// <exception cref="GapFillException">The source cannot be read or copied, or has a layer of that name, or the target cannot be
    /// written.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the genes and cells.</exception>
    public static IReadOnlyList<string> AddLayer(string source, string target, IReadOnlyList<string> geneNames,
        IEnumerable<ReadOnlyMemory<float>> rows, AnnDataLayer? layer = null, CancellationToken cancellationToken = default)
    {
        layer ??= new AnnDataLayer();
        CheckName(layer);
        using var file = Hdf5File.Open(source);
        Hdf5Contents.Require(file, Hdf5Contents.Kind.AnnData);
        if (file.Root.Find("var") is not Hdf5Group)
            throw file.Error("/var", "found a table of AnnData before 0.7", "a newer file: read it with Python and write it anew");
        if (file.Root.Find("layers/" + layer.Name) is { } taken)
            throw taken.Error("found a layer of that name already", "another name for the filled values, which replace nothing");
        var table = AnnotationTable.Find(file, "var");
        var genes = table.Names();
        UniqueNames.Make(genes);
        var obs = AnnotationTable.Find(file, "obs");
        var cells = obs.Names().Length;
        var output = new Hdf5Output();
        var notes = new List<string>();
        AtomicFile.WriteAt(target, temporary =>
        {
            var copy = new Hdf5Copy(output,
                new HashSet<string>(["/var/imputed", "/uns/unetfill", .. layer.ObsNumbers.Keys.Select(name => "/obs/" + name)],
                    StringComparer.Ordinal));
            copy.Copy(file.Root, output.Root);
            notes.AddRange(copy.Notes);
            var columnOf = Columns(geneNames, genes, source, notes);
            using var values = new LayerRows(cells, genes.Length, columnOf, rows, temporary, cancellationToken);
            Add(output, layer, values, genes, geneNames, table.Columns());
            AddNumbers(output, layer, cells, obs.Columns());
            output.Write(temporary, cancellationToken);
        });
        return notes;
    }

    /// <summary>Writes a new file: X = the counts, <c>obs</c>, <c>var</c>, the layer, <c>var['imputed']</c> and
    /// <c>uns['unetfill']</c>.</summary>
    /// <param name="target">The file to write.</param>
    /// <param name="counts">The counts.</param>
    /// <param name="geneNames">The genes of a row, of those of <paramref name="counts"/>, in any order.</param>
    /// <param name="rows">The values of every cell in order, one a gene; one buffer may serve for all rows.</param>
    /// <param name="layer">Name of the layer and what is said about it.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <exception cref="GapFillException">The target cannot be written.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the genes and cells.</exception>
    public static void Write(string target, CountSource counts, IReadOnlyList<string> geneNames, IEnumerable<ReadOnlyMemory<float>> rows,
        AnnDataLayer? layer = null, CancellationToken cancellationToken = default)
    {
        layer ??= new AnnDataLayer();
        CheckName(layer);
        Write(target, counts, layer, cancellationToken, (output, temporary) =>
        {
            var columnOf = Columns(geneNames, counts.GeneNames, target, []);
            var values = new LayerRows(counts.Barcodes.Count, counts.GeneNames.Count, columnOf, rows, temporary, cancellationToken);
            Add(output, layer, values, counts.GeneNames, geneNames, ["gene_ids"]);
            AddNumbers(output, layer, counts.Barcodes.Count, ObsTexts(counts, layer).Select(column => column.Name));
            return values;
        });
    }

    /// <summary>Writes a new file of counts alone: X, <c>obs</c> and <c>var</c>.</summary>
    /// <param name="target">The file to write.</param>
    /// <param name="counts">The counts.</param>
    /// <param name="obsColumns">Columns of <c>obs</c>, one text a cell each, or none.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <exception cref="GapFillException">The target cannot be written.</exception>
    public static void Write(string target, CountSource counts, IReadOnlyDictionary<string, IReadOnlyList<string>>? obsColumns = null,
        CancellationToken cancellationToken = default) =>
        Write(target, counts, obsColumns is null ? new AnnDataLayer() : new AnnDataLayer { ObsColumns = obsColumns }, cancellationToken,
            (_, _) => null);

    private static void Write(string target, CountSource counts, AnnDataLayer layer, CancellationToken cancellation,
        Func<Hdf5Output, string, IDisposable?> addLayer)
    {
        var cells = counts.Barcodes.Count;
        foreach (var (name, texts) in layer.ObsColumns)
            if (texts.Count != cells)
                throw new ArgumentException($"'{name}' has {texts.Count} values for {cells} cells; expected one a cell.", nameof(layer));
        Hdf5Filters.Register();
        AtomicFile.WriteAt(target, temporary =>
        {
            var output = new Hdf5Output();
            Hdf5Output.Encode(output.Root, "anndata", "0.1.0");
            output.Root["obs"] = Hdf5Output.Table(counts.Barcodes, [.. ObsTexts(counts, layer)]);
            output.Root["var"] = Hdf5Output.Table(counts.GeneNames, ("gene_ids", counts.GeneIds.ToArray()));
            foreach (var name in new[] { "layers", "uns", "obsm", "varm", "obsp", "varp" }) Dictionary(output.Root, name);
            output.Root["X"] = SparseMatrix.Build(output, Starts(counts), counts.GeneNames.Count,
                () => Entries(counts, (cell, i) => cell.Genes[i]), () => Entries(counts, (cell, i) => cell.Values[i]));
            using var values = addLayer(output, temporary);
            output.Write(temporary, cancellation);
        });
    }

    private static void CheckName(AnnDataLayer layer)
    {
        if (layer.Name.Length == 0 || layer.Name.Contains('/') || layer.Name is "." or "..")
            throw new GapFillException($"'{layer.Name}' is no name for a layer; expected a name without '/'.");
    }

    /// <summary>Adds the layer and what is said about it.</summary>
    private static void Add(Hdf5Output output, AnnDataLayer layer, LayerRows values, IReadOnlyList<string> genes,
        IReadOnlyList<string> geneNames, IEnumerable<string> varColumns)
    {
        Dictionary(output.Root, "layers")[layer.Name] = values.Build(output);
        Dictionary(output.Root, "uns")["unetfill"] = Hdf5Output.Values(layer.Provenance);
        var annotations = (H5Group)output.Root["var"];
        var imputed = new HashSet<string>(layer.ImputedGenes ?? geneNames, StringComparer.Ordinal);
        annotations["imputed"] = Hdf5Output.Dataset(Hdf5Output.Flags(genes.Select(imputed.Contains)), "array");
        annotations.Attributes["column-order"] = varColumns.Where(column => column != "imputed").Append("imputed").ToArray();
    }

    /// <summary>The columns of text that a new file's <c>obs</c> has.</summary>
    private static IEnumerable<(string Name, object Values)> ObsTexts(CountSource counts, AnnDataLayer layer) =>
    [
        .. counts.Carried.Where(column => !layer.ObsColumns.ContainsKey(column.Name) && !layer.ObsNumbers.ContainsKey(column.Name))
            .Select(column => (column.Name, (object)column.Texts.ToArray())),
        .. layer.ObsColumns.Select(column => (column.Key, (object)column.Value.ToArray())),
    ];

    /// <summary>Adds the numbers of the cells, which are written after the layer.</summary>
    private static void AddNumbers(Hdf5Output output, AnnDataLayer layer, int cells, IEnumerable<string> obsColumns)
    {
        if (layer.ObsNumbers.Count == 0) return;
        var annotations = (H5Group)output.Root["obs"];
        foreach (var (name, numbers) in layer.ObsNumbers)
            annotations[name] = Hdf5Output.Encode(output.Streamed([cells], true, () => Pieces(name, numbers)), "array", "0.2.0");
        annotations.Attributes["column-order"] = obsColumns.Except(layer.ObsNumbers.Keys).Concat(layer.ObsNumbers.Keys).ToArray();

        IEnumerable<float[]> Pieces(string name, IReadOnlyList<float> numbers) => numbers.Count == cells
            ? numbers.Chunk((int)Hdf5Output.RowsAtOnce([cells]))
            : throw new ArgumentException($"'{name}' has {numbers.Count} numbers for {cells} cells; expected one a cell.", nameof(layer));
    }

    private static H5Group Dictionary(H5File root, string name)
    {
        if (!root.ContainsKey(name)) root[name] = Hdf5Output.Group("dict", "0.1.0");
        return (H5Group)root[name];
    }

    private static int[] Columns(IReadOnlyList<string> geneNames, IReadOnlyList<string> genes, string file, List<string> notes)
    {
        var columnOf = genes.Index().ToDictionary(gene => gene.Item, gene => gene.Index, StringComparer.Ordinal);
        var columns = geneNames.Select(name => columnOf.GetValueOrDefault(name, -1)).ToArray();
        var without = columns.Count(column => column < 0);
        if (without == columns.Length)
            throw new GapFillException($"{file}, /var: found none of the {columns.Length} filled genes "
                + $"({string.Join(", ", geneNames.Take(3))} ...); expected the file that the counts came from.");
        if (without > 0)
            notes.Add($"{file}: {without} of {columns.Length} filled genes are not in var, and a layer has no place for them.");
        return columns;
    }

    /// <summary>Where the entries of each cell start, and where the last end.</summary>
    private static long[] Starts(CountSource counts)
    {
        var starts = new List<long> { 0 };
        foreach (var cell in counts.Cells()) starts.Add(starts[^1] + cell.Genes.Length);
        return [.. starts];
    }

    /// <summary>One of the two things that a sparse matrix holds of each entry.</summary>
    private static IEnumerable<T[]> Entries<T>(CountSource counts, Func<ICellReader, int, T> part)
    {
        return All().Chunk(EntriesAtOnce);

        IEnumerable<T> All()
        {
            foreach (var cell in counts.Cells())
                for (var i = 0; i < cell.Genes.Length; i++) yield return part(cell, i);
        }
    }
}
