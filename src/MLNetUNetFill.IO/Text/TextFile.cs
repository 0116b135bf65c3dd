namespace MLNetUNetFill.IO.Text;

/// <summary>Opens text files, gzip or not.</summary>
internal static class TextFile
{
    /// <summary>The text of a file, unpacked where its name ends in <c>.gz</c>.</summary>
    /// <exception cref="GapFillException">The file is missing, empty or cannot be opened.</exception>
    public static Stream OpenRead(string path)
    {
        if (Directory.Exists(path)) throw new GapFillException($"{path} is a folder; expected a file.");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (file.CanSeek && file.Length == 0)
            {
                file.Dispose();
                throw new GapFillException($"{path} is empty (0 bytes).");
            }

            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipInput(file, path) : file;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GapFillException($"{path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
