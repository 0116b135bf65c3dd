using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Makes sure, before any work starts, that an output can be written and that no other file is lost.</summary>
internal static class OutputCheck
{
    private static readonly string[] s_tenXFiles = ["matrix.mtx", "features.tsv", "genes.tsv", "barcodes.tsv"];

    /// <summary>Checks an output file.</summary>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="path">As typed.</param>
    /// <param name="inputs">What the command reads: never overwritten.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="GapFillException">The output cannot or must not be written there.</exception>
    public static string File(string option, string path, params ReadOnlySpan<string?> inputs)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
            throw new GapFillException($"{option} {path} is a folder; expected the name of a file to write.");
        if (AtomicFile.IsDevice(full)) throw new GapFillException($"{option} {path} is a device; expected the name of a file to write.");
        RequireApart(option, path, full, inputs);
        RequireWritable(option, path, full);
        return full;
    }

    /// <summary>Checks an output file of a kind that has an extension of its own: a file of another kind is not replaced.</summary>
    /// <inheritdoc cref="File(string, string, ReadOnlySpan{string?})"/>
    public static string FileOfKind(string option, string path, string extension, params ReadOnlySpan<string?> inputs) =>
        !System.IO.File.Exists(path) || path.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? File(option, path, inputs)
            : throw new GapFillException($"{option} {path} would replace a file of another kind; expected a new name, or one that ends in "
                + $"{extension}.");

    /// <summary>Checks an output matrix: a file of a format that is known by its name, or else a 10x folder, unless its name asks for a
    /// format that cannot be written.</summary>
    /// <inheritdoc cref="Folder"/>
    public static string Matrix(string option, string path, string marker, ReadOnlySpan<string> contents,
        params ReadOnlySpan<string?> inputs)
    {
        if (ExpressionFile.FormatOfName(path) != CountFormat.Mtx) return File(option, path, inputs);
        if (ExpressionFile.UnwritableEnding(path) is { } other)
            throw new GapFillException($"{option} is '{path}', but no {other} file can be written; expected a folder, or a name that "
                + "ends in .h5ad, .csv, .tsv, .csv.gz or .tsv.gz.");
        return Folder(option, path, marker, contents, inputs);
    }

    /// <summary>Checks an output folder: it must not exist, be empty, or hold what this verb wrote before.</summary>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="path">As typed.</param>
    /// <param name="marker">The file by which an earlier output of this verb is known.</param>
    /// <param name="contents">The names that this verb writes, beside the marker.</param>
    /// <param name="inputs">What the command reads: never overwritten.</param>
    /// <returns>The full path, without a trailing separator.</returns>
    /// <exception cref="GapFillException">The output cannot or must not be written there.</exception>
    public static string Folder(string option, string path, string marker, ReadOnlySpan<string> contents,
        params ReadOnlySpan<string?> inputs)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (System.IO.File.Exists(full)) throw new GapFillException($"{option} {path} is a file; expected a folder to write.");
        if (Path.GetFileName(full).Length == 0)
            throw new GapFillException($"{option} {path} is the root of the file system; expected a folder to write.");
        RequireApart(option, path, full, inputs);
        string[] present = Directory.Exists(full) ? StagedOutput.Contents(full) : [];
        foreach (var name in present)
            if (name != marker && !contents.Contains(name))
                throw new GapFillException($"{option} {path} holds '{name}', which unetfill did not write; "
                    + "expected a new or empty folder, or an earlier output of this verb.");
        if (present.Length > 0 && !present.Contains(marker))
            throw new GapFillException($"{option} {path} holds no {marker}, so it is no earlier output of this verb; expected a new or "
                + $"empty folder.");
        RequireWritable(option, path, full);
        return full;
    }

    /// <summary>Whether a file may be read with the input, a 10x folder or its <c>matrix.mtx</c>, whatever their prefix. Other files may
    /// lie in an input folder: models and reports lie well beside their counts.</summary>
    private static bool IsReadWith(string input, string file) => Path.GetDirectoryName(file) is { } folder
        && (folder == input || folder == Path.GetDirectoryName(input) && IsTenXFile(input, "matrix.mtx"))
        && Array.Exists(s_tenXFiles, name => IsTenXFile(file, name));

    private static bool IsTenXFile(string path, string name) =>
        path.EndsWith(name, StringComparison.Ordinal) || path.EndsWith(name + ".gz", StringComparison.Ordinal);

    private static void RequireApart(string option, string path, string full, ReadOnlySpan<string?> inputs)
    {
        foreach (var input in inputs)
        {
            if (input is null) continue;
            var other = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input));
            if (other == full || other.StartsWith(full + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                || IsReadWith(other, full))
                throw new GapFillException($"{option} {path} would overwrite the input {input}; expected another name or place.");
        }
    }

    private static void RequireWritable(string option, string path, string full)
    {
        for (var above = Path.GetDirectoryName(full); above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
            if (System.IO.File.Exists(above))
                throw new GapFillException($"{option} {path} cannot be written: {above} is a file; expected a folder.");
        var folder = StagedOutput.ParentFolder(full);
        StagedOutput.Name(full, $"{option} {path}");
        StagedOutput.Sweep(full);
        try
        {
            var probe = Path.Combine(folder, StagingOwner.NewName());
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"{option} {path} cannot be written: no file can be made in {folder}; expected a folder that may "
                + $"be written to.", exception);
        }
    }
}
