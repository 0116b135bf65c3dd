using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace MLNetUNetFill.DataFrames;

/// <summary>
/// Names of columns that no gene has. Names of notes on cells, as scanpy, Seurat, scater, pandas and users give them: depths, quality
/// measures, clusters, samples, donors, embeddings, row numbers; their case does not count. Names of cells, which stand over the columns of
/// a table that lies the other way.
/// </summary>
internal static partial class AnnotationNames
{
    /// <summary>Whole names, without punctuation. Words that are genes of a model organism are left out (run, row, rep, col).</summary>
    private static readonly FrozenSet<string> Names = new[]
    {
        "cell", "cellid", "cellname", "barcode", "index", "indexcolumn", "column0", "x",
        "cluster", "clusters", "clusterid", "seuratclusters", "label", "labels", "celltype", "class", "group", "phase", "predictedlabels",
        "batch", "batchid", "sample", "sampleid", "samplename", "donor", "donorid", "patient", "patientid", "subject", "subjectid",
        "individual", "mouse", "mouseid", "animal", "animalid", "replicate", "origident", "oldident", "library", "libraryid", "plate",
        "plateid", "well", "wellid", "lane", "pool", "experiment", "condition", "treatment", "status", "timepoint", "time", "day", "days",
        "stage", "passage", "dose", "age", "agedays", "ageweeks", "agemonths", "ageyears", "sex", "gender", "bmi", "weight", "height",
        "numi", "numis", "ngene", "umi", "umis", "umicount", "genecount", "counts", "readcount", "reads", "numreads", "mappedreads",
        "uniquereads", "numcounts", "numgenes", "ncells", "sum", "total", "detected", "libsize", "librarysize", "sizefactor",
        "sizefactors", "depth", "complexity", "mito", "mitoratio", "mitofraction", "mtfraction", "fractionmt", "fractionmito", "fracmt",
        "fracmito", "doublet", "doublets", "isdoublet", "singlet", "predicteddoublet", "predicteddoublets", "outlier", "isoutlier",
        "intissue", "arrayrow", "arraycol", "fov",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string name) =>
        Names.Contains(string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant))) || Pattern().IsMatch(name);

    /// <summary>Whether most of some names are barcodes, or number cells.</summary>
    public static bool AreCells(IReadOnlyCollection<string> names) => names.Count(name => Cell().IsMatch(name)) * 2 > names.Count;

    [GeneratedRegex("""
        ^n[._]?(count|feature|genes|reads|umi)s?([._ ]|$)|^n[._](features|counts|genes|reads|umis)
        """
        + """
        |^total[._ ]?(counts|umis?|reads|genes|features)
        |^(pct|percent|fraction|frac|prop|qc|subsets|altexps?)[._ ]|^percent(mt|mito|ribo|age)|[._ ](pct|percent|percentage|fraction|ratio)$
        |^(log1p|log10|log2)[._ ]?(n|total|counts|genes|umis?|mean|sum|features)
        """
        + """
        |^(leiden|louvain|umap|tsne|unnamed|scrublet|scdblfinder|df\.classifications)
        |^pann_0|_(snn_)?res[._]?\d|^(x_)?(pca?|ica?|lsi|nmf|harmony|scvi|phate|fdl|diffmap|dc|lda?)[._ -]\d+$|^pc\d+$
        |[._ ]?scores?$|pseudo[._]?time|[._ ](cluster|clusters|celltype|cell_type|batch|donor|sizefactors?)$
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pattern();

    [GeneratedRegex("""(^|[^A-Za-z0-9])[ACGT]{8,}([-._]\w+)*$|^cell[-._ ]?\d+$""", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();
}
