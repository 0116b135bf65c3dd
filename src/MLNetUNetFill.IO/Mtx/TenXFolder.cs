namespace MLNetUNetFill.IO.Mtx;

/// <summary>The three files of a 10x Cell Ranger MTX folder, version 2 or 3, gzip or not.</summary>
internal sealed record TenXFolder(string Matrix, string Features, string Barcodes)
{
    public const string MatrixName = "matrix.mtx.gz";
    public const string FeaturesName = "features.tsv.gz";
    public const string BarcodesName = "barcodes.tsv.gz";

    private const int NamesShown = 5;

    private static readonly string[] MatrixNames = [MatrixName, "matrix.mtx"];

    /// <summary>Finds the files.</summary>
    /// <param name="path">The folder, or its <c>matrix.mtx</c>, whose name may have a prefix that the others then have, too.</param>
    /// <param name="prefix">What all three names begin with; null for nothing.</param>
    /// <exception cref="GapFillException">There is no such folder, a file is missing, or there are two candidates for one.</exception>
    public static TenXFolder Locate(string path, string? prefix = null)
    {
        if (File.Exists(path))
        {
            var name = Path.GetFileName(path);
            if (MatrixNames.FirstOrDefault(known => name.EndsWith(known, StringComparison.Ordinal)) is not { } ending)
                throw new GapFillException($"{path} is a file; expected a 10x folder with {MatrixName}, {FeaturesName} and {BarcodesName}.");
            var folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
            return Locate(folder, name[..^ending.Length], path);
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
        var candidates = names.SelectMany(name => new[] { prefix + name + ".gz", prefix + name }).ToArray();
        var found = candidates.Where(name => File.Exists(Path.Combine(directory, name))).ToArray();
        return found.Length switch
        {
            1 => Path.Combine(directory, found[0]),
            0 => throw new GapFillException($"{directory} holds none of {string.Join(", ", candidates)}{NearMiss(directory)}; expected a 10x folder with one of them."),
            _ => throw new GapFillException($"{directory} holds {string.Join(" and ", found)}; expected only one of them, or it is unclear which to read."),
        };
    }

    /// <summary>What was probably meant: files with a prefix, or a folder below.</summary>
    private static string NearMiss(string directory)
    {
        var prefixes = Directory.EnumerateFiles(directory).Select(file => Path.GetFileName(file))
            .Select(name => (Name: name, Ending: MatrixNames.FirstOrDefault(known => name.EndsWith(known, StringComparison.Ordinal)
            && name.Length > known.Length)))
            .Where(match => match.Ending is not null).OrderBy(match => match.Name, StringComparer.Ordinal).ToArray();
        if (prefixes.Length == 1) return $", but {prefixes[0].Name}: add --prefix {prefixes[0].Name[..^prefixes[0].Ending!.Length]}";
        if (prefixes.Length > 1)
            return $", but {Some(prefixes.Select(match => match.Name))}: add the --prefix of one, for example {prefixes[0].Name[..^prefixes[0].Ending!.Length]}";

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint };
        var below = Directory.EnumerateFiles(directory, "*matrix.mtx*", options)
            .Where(file => MatrixNames.Any(known => file.EndsWith(known, StringComparison.Ordinal)))
            .Take(100).Select(file => Path.GetRelativePath(directory, Path.GetDirectoryName(file)!)).Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        return below.Length == 0 ? ""
            : $", but {Some(below)} below it {(below.Length == 1 ? "holds one" : "hold one each")}: give that folder";
    }

    private static string Some(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return string.Join(", ", all.Take(NamesShown)) + (all.Length > NamesShown ? $" and {all.Length - NamesShown} more" : "");
    }
}
