using System.Reflection;

namespace MLNetUNetFill.ModelFile;

/// <summary>
/// Writes files so that a reader sees the old file or the whole new one: everything goes to a temporary name in the same folder, which is
/// moved into place at the end. If writing fails or is cancelled, the temporary file is deleted and an existing file is untouched.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes a file through a stream.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="GapFillException">The file cannot be written; the message gives the reason.</exception>
    public static void Write(string path, Action<Stream> write) => WriteAt(path, temporary =>
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        write(stream);
        stream.Flush(flushToDisk: true);
    });

    /// <summary>Writes a file through something that takes a path.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="write">Writes the content to the path it is given: a name in the same folder with the same extension.</param>
    /// <exception cref="GapFillException">The file cannot be written; the message gives the reason.</exception>
    public static void WriteAt(string path, Action<string> write)
    {
        if (Directory.Exists(path)) throw new GapFillException($"{path} is a folder; expected the name of a file to write.");
        if (IsDevice(path)) throw new GapFillException($"{path} is a device; expected the name of a file to write.");
        var temporary = TemporaryName(path);
        try
        {
            if (Path.GetDirectoryName(temporary) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (Fault(e) is { } fault)
        {
            throw new GapFillException($"{path} cannot be written: {fault}", e);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    /// <summary>What kept a file from being written, as the system says it; null for an exception of another kind.</summary>
    public static string? Fault(Exception exception) => exception switch
    {
        IOException or UnauthorizedAccessException => exception.Message,
        // So .NET reports EFBIG, without the file.
        ArgumentOutOfRangeException when exception.Message.StartsWith("Specified file length was too large", StringComparison.Ordinal) =>
            "File too large",
        TargetInvocationException { InnerException: { } cause } => Fault(cause),
        _ => null,
    };

    /// <summary>Whether a path is a device, or a link to one as <c>/dev/stdout</c> is: what is moved into place would replace it.</summary>
    internal static bool IsDevice(string path) => File.Exists(path) && Path.GetDirectoryName(Path.GetFullPath(path)) is "/dev" or "/dev/fd";

    /// <summary>A hidden full path that nothing has, in the folder of <paramref name="path"/>, so that the final move stays on one file
    /// system, with its extension.</summary>
    private static string TemporaryName(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var name = $".{Path.GetFileNameWithoutExtension(full)}.{Path.GetRandomFileName()}{Path.GetExtension(full)}";
        return Path.Combine(Path.GetDirectoryName(full) ?? full, name);
    }
}
