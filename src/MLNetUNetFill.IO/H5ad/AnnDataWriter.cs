using Microsoft.ML.Data;
using MLNetUNetFill.Cells;
using MLNetUNetFill.IO.H5ad;
using MLNetUNetFill.IO.Hdf5;
using MLNetUNetFill.IO.Mtx;
using MLNetUNetFill.ModelFile;
using PureHDF;

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
        IEnumerable<ReadOnlyMemory<float>> rows,
        AnnDataLayer? layer = null, CancellationToken cancellationToken = default)
    {
        layer ??= new AnnDataLayer();
        CheckName(layer);
        using var file = Hdf5File.Open(source);
        Hdf5Contents.Require(file, Hdf5Contents.Kind.AnnData);
        if (file.Root.Find("var") is not Hdf5Group var) throw file.Error("/var", "found a table of AnnData before 0.7",
            "a newer file: read it with Python and write it anew");
        if (file.Root.Find("layers/" + layer.Name) is { } taken)
            throw taken.Error("found a layer of that name already", "another name for the filled values, which replace nothing");
        var table = AnnotationTable.Find(file, "var");
        var genes = table.Names();
        UniqueNames.Make(genes);
        var cells = AnnotationTable.Find(file, "obs").Names().Length;
        var output = new Hdf5Output();
        var notes = new List<string>();
        AtomicFile.WriteAt(target, temporary =>
        {
            var copy = new Hdf5Copy(output, new HashSet<string>(StringComparer.Ordinal) { "/var/imputed", "/uns/unetfill" });
            copy.Copy(file.Root, output.Root);
            notes.AddRange(copy.Notes);
            var columnOf = Columns(geneNames, genes, source, notes);
            using var values = new LayerRows(cells, genes.Length, columnOf, rows, temporary, cancellationToken);
            Below(output.Root, "layers")[layer.Name] = values.Build(output);
            Below(output.Root, "uns")["unetfill"] = Hdf5Output.Values(layer.Provenance);
            var annotations = (H5Group)output.Root["var"];
            annotations["imputed"] = Hdf5Output.Dataset(Imputed(genes, geneNames, layer), "array");
            annotations.Attributes["column-order"] = table.Columns().Where(column => column != "imputed").Append("imputed").ToArray();
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
            var layers = Hdf5Output.Group("dict", "0.1.0");
            layers[layer.Name] = values.Build(output);
            output.Root["layers"] = layers;
            ((H5Group)output.Root["var"])["imputed"] = Hdf5Output.Dataset(Imputed(counts.GeneNames, geneNames, layer), "array");
            ((H5Group)output.Root["var"]).Attributes["column-order"] = new[] { "gene_ids", "imputed" };
            var uns = Hdf5Output.Group("dict", "0.1.0");
            uns["unetfill"] = Hdf5Output.Values(layer.Provenance);
            output.Root["uns"] = uns;
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
        (output, _) =>
        {
            output.Root["layers"] = Hdf5Output.Group("dict", "0.1.0");
            output.Root["uns"] = Hdf5Output.Group("dict", "0.1.0");
            return null;
        });

    private static void Write(string target, CountSource counts, AnnDataLayer layer, CancellationToken cancellation, Func<Hdf5Output,
        string, IDisposable?> addLayer)
    {
        foreach (var (name, texts) in layer.ObsColumns)
            if (texts.Count != counts.Barcodes.Count) throw new ArgumentException($"'{name}' has {texts.Count} values for {counts.Barcodes.Count} cells; expected one a cell.", nameof(layer));
        Hdf5Filters.Register();
        AtomicFile.WriteAt(target, temporary =>
        {
            var output = new Hdf5Output();
            output.Root.Attributes["encoding-type"] = "anndata";
            output.Root.Attributes["encoding-version"] = "0.1.0";
            output.Root["obs"] = Hdf5Output.Table(counts.Barcodes,
                [.. counts.Carried.Where(column => !layer.ObsColumns.ContainsKey(column.Name)).Select(column => (column.Name,
                    (object)column.Texts.ToArray())), .. layer.ObsColumns.Select(column => (column.Key, (object)column.Value.ToArray()))]);
            output.Root["var"] = Hdf5Output.Table(counts.GeneNames, ("gene_ids", counts.GeneIds.ToArray()));
            foreach (var name in new[] { "obsm", "varm", "obsp", "varp" }) output.Root[name] = Hdf5Output.Group("dict", "0.1.0");
            var starts = new CountEntries(counts);
            output.Root["X"] = SparseMatrix.Build(output, starts.Starts, counts.GeneNames.Count, starts.Indices, starts.Values);
            using var values = addLayer(output, temporary);
            output.Write(temporary, cancellation);
        });
    }

    private static void CheckName(AnnDataLayer layer)
    {
        if (layer.Name.Length == 0 || layer.Name.Contains('/') || layer.Name is "." or "..")
            throw new GapFillException($"'{layer.Name}' is no name for a layer; expected a name without '/'.");
    }

    private static H5Group Below(H5File root, string name)
    {
        if (!root.ContainsKey(name)) root[name] = Hdf5Output.Group("dict", "0.1.0");
        return (H5Group)root[name];
    }

    private static int[] Columns(IReadOnlyList<string> geneNames, IReadOnlyList<string> genes, string file, List<string> notes)
    {
        var columnOf = new Dictionary<string, int>(genes.Count, StringComparer.Ordinal);
        for (var gene = 0; gene < genes.Count; gene++) columnOf[genes[gene]] = gene;
        var columns = geneNames.Select(name => columnOf.GetValueOrDefault(name, -1)).ToArray();
        var without = columns.Count(column => column < 0);
        if (without == columns.Length)
            throw new GapFillException($"{file}, /var: found none of the {columns.Length} filled genes ({string.Join(", ", geneNames.Take(3))} ...); expected the file that the counts came from.");
        if (without > 0) notes.Add($"{file}: {without} of {columns.Length} filled genes are not in var, and a layer has no place for them.");
        return columns;
    }

    private static Flag[] Imputed(IReadOnlyList<string> genes, IReadOnlyList<string> geneNames, AnnDataLayer layer)
    {
        var imputed = new HashSet<string>(layer.ImputedGenes ?? geneNames, StringComparer.Ordinal);
        return Hdf5Output.Flags(genes.Select(imputed.Contains));
    }

    /// <summary>The entries of counts, gone through once for each of the three parts of a sparse matrix.</summary>
    private sealed class CountEntries
    {
        private readonly CountSource _counts;

        public CountEntries(CountSource counts)
        {
            _counts = counts;
            Starts = new long[counts.Barcodes.Count + 1];
            var cell = 0;
            foreach (var row in Rows())
            {
                Starts[cell + 1] = Starts[cell] + row.Items().Count(item => item.Value != 0);
                cell++;
            }
        }

        public long[] Starts { get; }

        public IEnumerable<(long, long, int[])> Indices() => Pieces(item => item.Key);

        public IEnumerable<(long, long, float[])> Values() => Pieces(item => item.Value);

        private IEnumerable<(long, long, T[])> Pieces<T>(Func<KeyValuePair<int, float>, T> part)
        {
            var piece = new List<T>(EntriesAtOnce);
            long start = 0;
            foreach (var row in Rows())
                foreach (var item in row.Items())
                {
                    if (item.Value == 0) continue;
                    piece.Add(part(item));
                    if (piece.Count < EntriesAtOnce) continue;
                    yield return (start, piece.Count, [.. piece]);
                    start += piece.Count;
                    piece.Clear();
                }

            if (piece.Count > 0) yield return (start, piece.Count, [.. piece]);
        }

        private IEnumerable<VBuffer<float>> Rows()
        {
            var view = _counts.ToDataView();
            return CellRows.Read(view, [view.Schema[0]], CancellationToken.None).Select(row => row[0]);
        }
    }
}
