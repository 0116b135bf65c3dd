namespace MLNetUNetFill.IO;

/// <summary>How filled values are written into an <c>.h5ad</c> file.</summary>
public sealed record AnnDataLayer
{
    /// <summary>Name of the layer, which the file must not have yet. Default: <c>imputed</c>.</summary>
    public string Name { get; init; } = "imputed";

    /// <summary>The genes that were modelled: TRUE in <c>var['imputed']</c>. Default: all genes that are written.</summary>
    public IReadOnlyCollection<string>? ImputedGenes { get; init; }

    /// <summary>What <c>uns['unetfill']</c> holds: text, numbers, flags, arrays of text or numbers, and further dictionaries of these.
    /// Default: nothing.</summary>
    public IReadOnlyDictionary<string, object> Provenance { get; init; } = new Dictionary<string, object>();

    /// <summary>Columns of <c>obs</c> for a file that is made anew, one text a cell each. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ObsColumns { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Columns of <c>obs</c> with a number a cell; one of the same name that the file has is replaced. The numbers are read after
    /// the last row, so whatever makes the rows may add to them on the way. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<float>> ObsNumbers { get; init; } = new Dictionary<string, IReadOnlyList<float>>();
}
