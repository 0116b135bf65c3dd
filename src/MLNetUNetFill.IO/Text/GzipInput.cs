using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace MLNetUNetFill.IO.Text;

/// <summary>
/// Reads a gzip file (RFC 1952, one or more members) and holds it to its checksums and its end. <see cref="GZipStream"/> takes a
/// truncated file for a short one and ignores trailing bytes: half a matrix would pass for a whole one.
/// </summary>
internal sealed class GzipInput(Stream file, string path) : ForwardStream
{
    private const int TrailerLength = 8;
    private const int MaxFed = 1 << 14;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly Crc32 _checksum = new();
    private int _start, _end;
    private long _offset; // of _buffer[_start] in the file
    private int _lastFed; // bytes that the last call handed to the decompressor: the member's compressed data end among them
    private bool _starved; // the decompressor asked for more than the file has
    private DeflateStream? _member;
    private uint _length;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_member is null && !StartMember()) return 0;
            int read;
            try
            {
                read = _member!.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw new GapFillException($"{path}: the gzip data before byte {_offset} are damaged; expected a complete gzip file.", e);
            }

            if (read > 0)
            {
                _checksum.Append(buffer[..read]);
                _length += (uint)read;
                return read;
            }

            EndMember();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>False at the end of the file.</summary>
    private bool StartMember()
    {
        if (_offset > 0 && !Fill(1)) return false;
        if (!Fill(2) || _buffer[_start] != 0x1f || _buffer[_start + 1] != 0x8b)
        {
            throw new GapFillException(_offset == 0 ? $"{path} holds no gzip data; expected what its name says."
                : $"{path}: other bytes follow the gzip data at byte {_offset}; expected the end of the file.");
        }

        if (!Fill(10)) throw Truncated();
        var flags = _buffer[_start + 3];
        Advance(10);
        if ((flags & 4) != 0) // FEXTRA
            for (var length = NextByte() | (NextByte() << 8); length > 0; length--) NextByte();
        if ((flags & 8) != 0) while (NextByte() != 0) { } // FNAME
        if ((flags & 16) != 0) while (NextByte() != 0) { } // FCOMMENT
        if ((flags & 2) != 0) _ = NextByte() + NextByte(); // FHCRC
        _checksum.Reset();
        (_length, _lastFed, _starved) = (0, 0, false);
        _member = new DeflateStream(new Feed(this), CompressionMode.Decompress);
        return true;
    }

    /// <summary>
    /// The decompressor reads ahead and does not tell where the member ended; but its trailer (checksum and length) is known by now and is
    /// looked for among the bytes last handed out.
    /// </summary>
    private void EndMember()
    {
        if (_starved) throw Truncated();
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        Advance(-_lastFed);
        Fill(_lastFed + TrailerLength);
        var window = _buffer.AsSpan(_start, Math.Min(_lastFed + TrailerLength, _end - _start));
        var at = window.IndexOf(trailer);
        // The trailer of no data is all zeros, and so may be the end of its compressed form: the last place is the right one.
        while (at >= 0 && _length == 0 && at + TrailerLength < window.Length && window[at + TrailerLength] == 0) at++;
        if (at < 0)
            throw new GapFillException($"{path}: the checksum at the end of the gzip data is cut off or does not match; "
                + "expected a complete gzip file.");
        Advance(at + TrailerLength);
        _member!.Dispose();
        _member = null;
    }

    private GapFillException Truncated() =>
        new($"{path}: the gzip data end early, at byte {_offset + _end - _start}; expected a complete gzip file.");

    private byte NextByte()
    {
        if (!Fill(1)) throw Truncated();
        Advance(1);
        return _buffer[_start - 1];
    }

    private void Advance(int bytes) => (_start, _offset) = (_start + bytes, _offset + bytes);

    /// <summary>Tries to have <paramref name="count"/> bytes in the buffer; false where the file ends before.</summary>
    private bool Fill(int count)
    {
        if (_buffer.Length - _start < count || _start == _end)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var read = file.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }

    /// <summary>The compressed bytes, for the decompressor.</summary>
    private sealed class Feed(GzipInput owner) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            owner._starved = !owner.Fill(1);
            var length = Math.Min(Math.Min(buffer.Length, MaxFed), owner._end - owner._start);
            owner._buffer.AsSpan(owner._start, length).CopyTo(buffer);
            owner.Advance(length);
            return owner._lastFed = length;
        }
    }
}

/// <summary>The parts that all streams to read from have in common.</summary>
internal abstract class ReadStream : Stream
{
    public sealed override bool CanRead => true;
    public sealed override bool CanWrite => false;

    public abstract override int Read(Span<byte> buffer);
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public sealed override void Flush() { }
    public sealed override void SetLength(long value) => throw new NotSupportedException();
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A stream that is read from start to end.</summary>
internal abstract class ForwardStream : ReadStream
{
    public sealed override bool CanSeek => false;
    public sealed override long Length => throw new NotSupportedException();
    public sealed override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
}
