namespace MLNetUNetFill.IO.Text;

/// <summary>Opens text files, gzip or not.</summary>
internal static class TextFile
{
    private const int LongestMark = 8;

    /// <summary>The text of a file, unpacked where its first bytes are those of gzip, whatever its name.</summary>
    /// <exception cref="GapFillException">The file is missing, empty, no text, or cannot be opened.</exception>
    public static Stream OpenRead(string path)
    {
        if (Directory.Exists(path)) throw new GapFillException($"{path} is a folder; expected a file.");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (file.CanSeek && file.Length == 0)
            {
                file.Dispose();
                throw new GapFillException($"{path} is empty (0 bytes); expected UTF-8 text, plain or gzip.");
            }

            // A pipe cannot be looked into beforehand.
            if (!file.CanSeek) return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipInput(file, path) : file;
            var start = new byte[LongestMark];
            var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            if (start is [0x1f, 0x8b, ..]) return new GzipInput(file, path);
            if (Other(start.AsSpan(0, read)) is { } other)
            {
                file.Dispose();
                throw new GapFillException($"{path} is {other}; expected UTF-8 text, plain or gzip.");
            }

            return file;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GapFillException($"{path} does not exist; expected a file of text, plain or gzip.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What a file is whose first bytes are those of something else, null where they may be text.</summary>
    private static string? Other(ReadOnlySpan<byte> start) => start switch
    {
        [0xff, 0xfe, ..] or [0xfe, 0xff, ..] => "UTF-16 text",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "packed by zstd",
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "packed by xz",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => "packed by bzip2",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        _ => null,
    };
}
