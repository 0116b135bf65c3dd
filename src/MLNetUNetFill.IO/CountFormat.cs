namespace MLNetUNetFill.IO;

/// <summary>The formats of files of counts.</summary>
public enum CountFormat
{
    /// <summary>Found out by content, then by name.</summary>
    Auto,

    /// <summary>A folder of 10x Genomics: <c>matrix.mtx</c>, <c>features.tsv</c> or <c>genes.tsv</c>, <c>barcodes.tsv</c>.</summary>
    Mtx,

    /// <summary>An <c>.h5</c> file of 10x Genomics, version 2 or 3.</summary>
    TenXH5,

    /// <summary>An <c>.h5ad</c> file of AnnData.</summary>
    AnnData,

    /// <summary>A table, fields separated by commas or semicolons.</summary>
    Csv,

    /// <summary>A table, fields separated by tabs.</summary>
    Tsv,
}
