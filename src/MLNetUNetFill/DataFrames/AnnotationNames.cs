using System.Collections.Frozen;

namespace MLNetUNetFill.DataFrames;

/// <summary>
/// Names of columns that describe cells, as scanpy, Seurat, pandas and users give them; no gene has such a name: depths, quality measures,
/// clusters, samples, embeddings, row numbers. Case and punctuation do not count.
/// </summary>
internal static class AnnotationNames
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "cell", "cellid", "cellname", "barcode", "index", "indexcolumn", "column0",
        "cluster", "clusters", "clusterid", "seuratclusters", "label", "labels", "celltype",
        "batch", "batchid", "sample", "sampleid", "donor", "donorid", "patient", "patientid", "replicate",
        "numi", "numis", "umis", "numcounts", "numgenes", "ncells", "libsize", "librarysize", "sizefactor", "sizefactors", "depth",
        "doubletscore", "sscore", "g2mscore", "pseudotime", "dptpseudotime",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Prefixes =
        ["ncount", "nfeature", "ngenes", "totalcounts", "totalumi", "pctcounts", "percent", "log1p", "leiden", "louvain", "rnasnnres",
            "umap", "tsne", "unnamed"];

    public static bool Contains(string name)
    {
        var plain = string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
        return Names.Contains(plain) || Prefixes.Any(prefix => plain.StartsWith(prefix, StringComparison.Ordinal));
    }
}
