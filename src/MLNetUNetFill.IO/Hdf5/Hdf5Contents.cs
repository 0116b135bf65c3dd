namespace MLNetUNetFill.IO.Hdf5;

/// <summary>What an HDF5 file is, by what it holds.</summary>
internal static class Hdf5Contents
{
    public enum Kind
    {
        Unknown,
        AnnData,
        TenX,
        Loom,
        MuData,
    }

    /// <summary>Tells what a file is; its name does not matter.</summary>
    /// <exception cref="GapFillException">It is no HDF5 file, or damaged.</exception>
    public static Kind Detect(string path)
    {
        using var file = Hdf5File.Open(path);
        return Detect(file);
    }

    /// <summary>Makes sure of a kind.</summary>
    /// <exception cref="GapFillException">The file is of another; the message says what to do.</exception>
    public static void Require(Hdf5File file, Kind expected)
    {
        var found = Detect(file);
        if (found == expected) return;
        throw new GapFillException(found switch
        {
            Kind.Loom => $"{file.Path} is a loom file; expected {Describe(expected)}: convert it with Python, anndata.read_loom(\"{Path.GetFileName(file.Path)}\").write_h5ad(\"converted.h5ad\").",
            Kind.MuData => $"{file.Path} is a MuData file of several modalities; expected {Describe(expected)}: write one modality with Python, mudata.read(\"{Path.GetFileName(file.Path)}/rna\").write_h5ad(\"rna.h5ad\").",
            Kind.Unknown => $"{file.Path} is an HDF5 file with other contents ({Hdf5File.Printable(string.Join(", ", file.Root.Children().Select(child => child.Name).Take(10).DefaultIfEmpty("nothing")))}); expected {Describe(expected)}.",
            _ => $"{file.Path} is {Describe(found)}; expected {Describe(expected)}.",
        });
    }

    private static Kind Detect(Hdf5File file)
    {
        var root = file.Root;
        if (root.Find("obs") is not null && root.Find("var") is not null) return root.Find("mod") is null ? Kind.AnnData : Kind.MuData;
        if (root.Find("row_attrs") is not null && root.Find("col_attrs") is not null) return Kind.Loom;
        return root.Find("matrix/barcodes") is not null || root.Children().Any(child => child is Hdf5Group group
            && group.Find("barcodes") is not null && group.Find("indptr") is not null)
            ? Kind.TenX : Kind.Unknown;
    }

    private static string Describe(Kind kind) => kind switch
    {
        Kind.AnnData => "an .h5ad file of AnnData",
        _ => "an .h5 file of Cell Ranger",
    };
}
