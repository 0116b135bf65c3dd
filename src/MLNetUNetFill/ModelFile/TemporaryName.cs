namespace MLNetUNetFill.ModelFile;

/// <summary>Hidden names beside what is to be written, so that the final move stays on one file system.</summary>
internal static class TemporaryName
{
    /// <summary>A full path that nothing has, in the folder of <paramref name="path"/>, with its extension.</summary>
    public static string Beside(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var name = $".{Path.GetFileNameWithoutExtension(full)}.{Path.GetRandomFileName()}{Path.GetExtension(full)}";
        return Path.Combine(Path.GetDirectoryName(full) ?? full, name);
    }
}
