namespace MLNetUNetFill.IO.Mtx;

/// <summary>The three files of a 10x Cell Ranger MTX folder, version 2 or 3, gzip or not.</summary>
internal sealed record TenXFolder(string Matrix, string Features, string Barcodes)
{
    public const string MatrixName = "matrix.mtx.gz";
    public const string FeaturesName = "features.tsv.gz";
    public const string BarcodesName = "barcodes.tsv.gz";

    private static readonly string[] MatrixNames = [MatrixName, "matrix.mtx"];

    /// <summary>Finds the files.</summary>
    /// <param name="path">The folder, or its <c>matrix.mtx</c>, whose name may have a prefix that the others then have, too.</param>
    /// <param name="prefix">What all three names begin with; null for nothing.</param>
    /// <exception cref="GapFillException">There is no such folder, a file is missing, or there are two candidates for one.</exception>
    public static TenXFolder Locate(string path, string? prefix = null)
    {
        if (File.Exists(path))
        {
            var own = Prefix(Path.GetFileName(path)) ?? throw new GapFillException(
                $"{path} is a file; expected a 10x folder with {MatrixName}, {FeaturesName} and {BarcodesName}.");
            if (prefix is not null && prefix != own)
                throw new GapFillException($"{path} has the prefix '{own}'; expected '{prefix}', or the folder of such files.");
            return Locate(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", own, path);
        }

        if (!Directory.Exists(path)) throw new GapFillException($"{path} does not exist; expected a 10x folder.");
        return Locate(path, prefix ?? "", null);
    }

    private static TenXFolder Locate(string directory, string prefix, string? matrix) => new(
        matrix ?? Find(directory, prefix, "matrix.mtx"),
        Find(directory, prefix, "features.tsv", "genes.tsv"),
        Find(directory, prefix, "barcodes.tsv"));

    private static string Find(string directory, string prefix, params string[] names)
    {
        string[] candidates = [.. names.SelectMany(name => new[] { prefix + name + ".gz", prefix + name })];
        string[] found = [.. candidates.Where(name => File.Exists(Path.Combine(directory, name)))];
        if (found is [var only]) return Path.Combine(directory, only);
        throw new GapFillException(found.Length > 0
            ? $"{directory} holds {string.Join(" and ", found)}; expected only one of them, or it is unclear which to read."
            : $"{directory} holds none of {string.Join(", ", candidates)}{NearMiss(directory)}; expected a 10x folder with one of them.");
    }

    /// <summary>What was probably meant: files with a prefix, or a folder below.</summary>
    private static string NearMiss(string directory)
    {
        string[] matrices = [.. Directory.EnumerateFiles(directory).Select(file => Path.GetFileName(file))
            .Where(name => Prefix(name) is { Length: > 0 }).Order(StringComparer.Ordinal)];
        if (matrices is [var only]) return $", but {only}: add --prefix {Prefix(only)}";
        if (matrices is [var first, ..])
            return $", but {NameList.Some(matrices)}: add the --prefix of one, for example {Prefix(first)}";

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint };
        string[] below = [.. Directory.EnumerateFiles(directory, "*matrix.mtx*", options).Where(file => Prefix(file) is not null)
            .Take(100).Select(file => Path.GetRelativePath(directory, Path.GetDirectoryName(file)!)).Distinct()
            .Where(folder => folder != ".").Order(StringComparer.Ordinal)];
        return below.Length == 0 ? ""
            : $", but {NameList.Some(below)} below it {(below.Length == 1 ? "holds one" : "hold one each")}: give that folder";
    }

    /// <summary>What stands before the name of a matrix, null where a name is another.</summary>
    private static string? Prefix(string name) =>
        Array.Find(MatrixNames, known => name.EndsWith(known, StringComparison.Ordinal)) is { } ending ? name[..^ending.Length] : null;
}
