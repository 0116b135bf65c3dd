namespace MLNetUNetFill.IO.Mtx;

/// <summary>The three files of a 10x Cell Ranger MTX folder, version 2 or 3, gzip or not.</summary>
internal sealed record TenXFolder(string Matrix, string Features, string Barcodes)
{
    public const string MatrixName = "matrix.mtx.gz";
    public const string FeaturesName = "features.tsv.gz";
    public const string BarcodesName = "barcodes.tsv.gz";

    /// <summary>Finds the files.</summary>
    /// <exception cref="GapFillException">There is no such folder, a file is missing, or there are two candidates for one.</exception>
    public static TenXFolder Locate(string directory)
    {
        if (File.Exists(directory))
            throw new GapFillException($"{directory} is a file; expected a 10x folder with {MatrixName}, {FeaturesName} and {BarcodesName}.");
        if (!Directory.Exists(directory)) throw new GapFillException($"{directory} does not exist; expected a 10x folder.");
        return new TenXFolder(
            Find(directory, "matrix.mtx"),
            Find(directory, "features.tsv", "genes.tsv"),
            Find(directory, "barcodes.tsv"));
    }

    private static string Find(string directory, params string[] names)
    {
        var candidates = names.SelectMany(name => new[] { name + ".gz", name }).ToArray();
        var found = candidates.Where(name => File.Exists(Path.Combine(directory, name))).ToArray();
        return found.Length switch
        {
            1 => Path.Combine(directory, found[0]),
            0 => throw new GapFillException($"{directory} holds none of {string.Join(", ", candidates)}; expected a 10x folder with one of them."),
            _ => throw new GapFillException($"{directory} holds {string.Join(" and ", found)}; expected only one of them, or it is unclear which to read."),
        };
    }
}
