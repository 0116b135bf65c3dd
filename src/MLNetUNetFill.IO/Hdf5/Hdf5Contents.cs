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
        var name = Path.GetFileName(file.Path);
        var (contents, remedy) = found switch
        {
            Kind.Loom => ("a loom file",
                $": convert it with Python, anndata.read_loom(\"{name}\").write_h5ad(\"converted.h5ad\")"),
            Kind.MuData => ("a MuData file of several modalities",
                $": write one modality with Python, mudata.read(\"{name}/rna\").write_h5ad(\"rna.h5ad\")"),
            Kind.Unknown => ($"an HDF5 file with other contents ({Names(file.Root)})", ""),
            _ => (Describe(found), ""),
        };
        throw new GapFillException($"{file.Path} is {contents}; expected {Describe(expected)}{remedy}.");

        static string Names(Hdf5Group root) =>
            Hdf5File.Printable(string.Join(", ", root.Children().Select(child => child.Name).Take(10).DefaultIfEmpty("nothing")));
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

    private static string Describe(Kind kind) => kind == Kind.AnnData ? "an .h5ad file of AnnData" : "an .h5 file of Cell Ranger";
}
