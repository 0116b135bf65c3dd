using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using PureHDF.VOL.Native;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>An HDF5 file to read. Whatever is wrong with it is said in one sentence that names the file and the place in it.</summary>
internal sealed class Hdf5File : IDisposable
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10];

    private readonly GuardedStream _stream;
    private readonly NativeFile _file;

    private Hdf5File(string path, GuardedStream stream)
    {
        (Path, _stream) = (path, stream);
        CheckLength();
        _file = Guard("/", () => H5File.Open(_stream, leaveOpen: true));
        Root = new Hdf5Group(this, "/", _file);
    }

    /// <summary>The file's path, for messages.</summary>
    public string Path { get; }

    /// <summary>The group that holds all others.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _stream.Length;

    /// <summary>Bytes of the longest text seen so far.</summary>
    public long LongestText => _stream.LongestText;

    /// <summary>Opens a file.</summary>
    /// <exception cref="GapFillException">It does not exist, is no HDF5 file or is damaged.</exception>
    public static Hdf5File Open(string path)
    {
        if (Directory.Exists(path)) throw new GapFillException($"{path} is a folder; expected an HDF5 file.");
        if (!File.Exists(path)) throw new GapFillException($"{path} does not exist; expected an HDF5 file.");
        Hdf5Filters.Register();
        GuardedStream? stream = null;
        try
        {
            stream = new GuardedStream(path);
            return new Hdf5File(path, stream);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException)
                throw new GapFillException($"{path} cannot be read: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Whether a file begins as HDF5 does.</summary>
    /// <exception cref="GapFillException">It cannot be read.</exception>
    public static bool HasSignature(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[8];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Signature);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>An error at a place of the file.</summary>
    public GapFillException Error(string place, string found, string expected, Exception? cause = null) =>
        new($"{Path}, {Printable($"{place}: {found}; expected {expected}.")}", cause!);

    /// <summary>Names of a damaged file may hold anything.</summary>
    public static string Printable(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter)) : text;

    /// <summary>Tells which dataset is read next.</summary>
    /// <param name="rank">Its dimensions.</param>
    public void Expect(int rank) => _stream.ChunkRank = rank;

    /// <summary>Reads through PureHDF; what it throws on damaged files may be anything.</summary>
    /// <param name="place">Where in the file.</param>
    /// <param name="read">What to do.</param>
    /// <param name="elements">Elements that are read one by one.</param>
    /// <param name="longestText">Bytes that a text may have.</param>
    public T Guard<T>(string place, Func<T> read, long elements = 0, long longestText = long.MaxValue)
    {
        _stream.BeginOperation(elements, longestText);
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (GapFillException or OperationCanceledException))
        {
            var cause = e;
            while (cause.InnerException is { } inner) cause = inner;
            // PureHDF wraps what its parts threw.
            if (cause is GapFillException or OperationCanceledException) ExceptionDispatchInfo.Throw(cause);
            throw Error(place, $"found {Reason(cause)}", "a complete, undamaged HDF5 file", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    private static string Reason(Exception e) => e switch
    {
        InvalidDataException or LongTextException => e.Message,
        EndOfStreamException => "an end of the file before the end of what it describes",
        { Message: var message } when message.StartsWith("Byte order", StringComparison.Ordinal) =>
        "big-endian numbers, which are not read: write the file anew as little-endian",
        _ when e.GetType() == typeof(Exception) || e is NotSupportedException or FormatException =>
            $"what cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})",
        _ => $"damaged structures ({e.GetType().Name})",
    };

    /// <summary>The header says where the file ends: a download that broke off is recognised at once.</summary>
    private void CheckLength()
    {
        Span<byte> header = stackalloc byte[52];
        for (long at = 0; at + header.Length <= Length; at = at == 0 ? 512 : at * 2)
        {
            _stream.Position = at;
            _stream.ReadExactly(header);
            if (!header.StartsWith(Signature)) continue;
            // Version 1 has four bytes more before its addresses than version 0; versions 2 and 3 have the addresses after 12 bytes.
            var (width, endAt) = header[8] switch { 0 => (13, 40), 1 => (13, 44), _ => (9, 28) };
            var end = BinaryPrimitives.ReadUInt64LittleEndian(header[endAt..]);
            if (header[width] == 8 && end > (ulong)Length && end != ulong.MaxValue)
                throw new GapFillException($"{Path} has {Length} bytes; expected the {end} that its header gives: "
                    + "it is not complete, copy it anew.");
            _stream.Position = 0;
            return;
        }

        throw new GapFillException($"{Path} is no HDF5 file; expected its first bytes to be those of one "
            + "(an .h5ad of AnnData or an .h5 of Cell Ranger).");
    }
}
