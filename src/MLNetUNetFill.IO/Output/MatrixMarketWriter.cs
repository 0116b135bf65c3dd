using System.IO.Compression;
using System.IO.Hashing;
using System.Text.Unicode;

namespace MLNetUNetFill.IO.Output;

/// <summary>
/// Writes <c>matrix.mtx.gz</c> entry by entry. The header needs the number of entries, so the entries are packed into a file beside it
/// first;
/// at the end one gzip member is put together: the header as a stored block, then the packed entries as they are.
/// </summary>
internal sealed class MatrixMarketWriter : IDisposable
{
    private const int LongestEntry = 64;

    private readonly string _path, _bodyPath, _field;
    private readonly FileStream _body;
    private readonly DeflateStream _deflate;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly Crc32 _checksum = new();
    private int _used;
    private long _length;

    /// <param name="path">The file to write.</param>
    /// <param name="wholeNumbers">Whether the header says <c>integer</c>, else <c>real</c>.</param>
    /// <param name="level">How hard to pack.</param>
    public MatrixMarketWriter(string path, bool wholeNumbers, CompressionLevel level)
    {
        (_path, _bodyPath, _field) = (path, path + ".entries", wholeNumbers ? "integer" : "real");
        _body = new FileStream(_bodyPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        _deflate = new DeflateStream(_body, level, leaveOpen: true);
    }

    /// <summary>Entries written so far.</summary>
    public long EntryCount { get; private set; }

    /// <summary>Writes an entry; indices are 0-based here and 1-based in the file, the value in the shortest form that reads back the
    /// same.</summary>
    public void Write(int gene, int cell, float value)
    {
        if (_buffer.Length - _used < LongestEntry) Flush();
        Utf8.TryWrite(_buffer.AsSpan(_used), CultureInfo.InvariantCulture, $"{gene + 1} {cell + 1} {value}\n", out var length);
        _used += length;
        EntryCount++;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="genes">Rows.</param>
    /// <param name="cells">Columns.</param>
    public void Complete(int genes, int cells)
    {
        Flush();
        _deflate.Dispose();
        var header = Encoding.ASCII.GetBytes($"%%MatrixMarket matrix coordinate {_field} general\n{genes} {cells} {EntryCount}\n");

        using var file = new BinaryWriter(new FileStream(_path, FileMode.CreateNew, FileAccess.Write));
        file.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]); // RFC 1952: deflate, no flags, no time, unknown system
        file.Write((byte)(_body.Length == 0 ? 1 : 0)); // RFC 1951: a stored block, and the last one where nothing was packed
        file.Write((ushort)header.Length);
        file.Write((ushort)~header.Length);
        file.Write(header);
        _body.Position = 0;
        _body.CopyTo(file.BaseStream);
        file.Write(ChecksumAfter(header));
        file.Write((uint)(header.Length + _length));
    }

    public void Dispose()
    {
        _deflate.Dispose();
        _body.Dispose();
    }

    /// <summary>The checksum of the header and the entries after it. But for a constant a checksum is linear: that of the header before as
    /// many zeros, less that of the zeros alone, is what the header adds to the entries'.</summary>
    private uint ChecksumAfter(byte[] header)
    {
        var (before, alone) = (new Crc32(), new Crc32());
        before.Append(header);
        Array.Clear(_buffer);
        for (var left = _length; left > 0; left -= _buffer.Length)
        {
            var zeros = _buffer.AsSpan(0, (int)Math.Min(left, _buffer.Length));
            before.Append(zeros);
            alone.Append(zeros);
        }
        return before.GetCurrentHashAsUInt32() ^ alone.GetCurrentHashAsUInt32() ^ _checksum.GetCurrentHashAsUInt32();
    }

    private void Flush()
    {
        var entries = _buffer.AsSpan(0, _used);
        _deflate.Write(entries);
        _checksum.Append(entries);
        _length += _used;
        _used = 0;
    }
}
