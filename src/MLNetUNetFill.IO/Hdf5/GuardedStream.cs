using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>
/// What PureHDF reads a file through: it follows whatever addresses a file holds. No position lies outside the file, an operation ends
/// after a bounded number of reads however the file's structures are linked, deep nesting ends before the stack does, links to elsewhere
/// are refused, and sizes that exceed the file are noticed before memory is taken for them.
/// </summary>
internal sealed class GuardedStream : ReadStream
{
    private const int SmallRead = 4096;
    private const byte SoftLink = 1, ExternalLink = 64;
    private const long ReadsPerOperation = 4_000_000;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _bufferStart;
    private int _buffered;
    private long _position;
    private long _readsLeft = ReadsPerOperation;
    private long _longestText = long.MaxValue;
    private readonly HashSet<string> _linkNames = new(StringComparer.Ordinal), _linkTargets = new(StringComparer.Ordinal);
    private long _addressAt;
    private bool _inChunkIndex;

    /// <param name="path">The file.</param>
    public GuardedStream(string path)
    {
        _handle = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Position { get => _position; set => Seek(value, SeekOrigin.Begin); }

    /// <summary>Dimensions of the dataset that is read.</summary>
    public int ChunkRank { get; set; }

    /// <summary>Bytes of the longest text seen so far.</summary>
    public long LongestText { get; private set; }

    /// <summary>Allows the next operation its reads.</summary>
    /// <param name="elements">Elements that it reads one by one, as texts are.</param>
    /// <param name="longestText">Bytes that a text may have.</param>
    public void BeginOperation(long elements, long longestText) =>
        (_readsLeft, _longestText) = (ReadsPerOperation + 32 * elements, longestText);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = origin == SeekOrigin.Begin ? offset : _position + offset;
        if (position < 0 || position > Length) throw new InvalidDataException("an address outside the file");
        return _position = position;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (--_readsLeft < 0) throw new InvalidDataException("structures that lead to each other without end");
        if (buffer.Length > SmallRead)
        {
            var count = RandomAccess.Read(_handle, buffer, _position);
            _position += count;
            return count;
        }

        var at = Buffered(_position, buffer.Length);
        var available = Math.Min(buffer.Length, at.Length);
        at[..available].CopyTo(buffer);
        if (buffer.Length == 1 && buffer[0] is SoftLink or ExternalLink) CheckLink(buffer[0]);
        if (buffer.Length == 2) CheckAttribute();
        if (buffer.Length == 4) CheckSizes(buffer);
        if (buffer.Length == 8) _addressAt = _position;
        _position += available;
        return available;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The bytes from a position on, as many as were asked for where the file has them.</summary>
    private ReadOnlySpan<byte> Buffered(long position, int count)
    {
        if (position < _bufferStart || position + count > _bufferStart + _buffered)
        {
            // Structures refer to what lies before them, too: half of the buffer is kept for that.
            _bufferStart = Math.Max(0, position - _buffer.Length / 2);
            _buffered = 0;
            for (int read; _buffered < _buffer.Length
                && (read = RandomAccess.Read(_handle, _buffer.AsSpan(_buffered), _bufferStart + _buffered)) > 0;)
                _buffered += read;
        }

        var at = (int)Math.Min(position - _bufferStart, _buffered);
        return _buffer.AsSpan(at, Math.Min(count, _buffered - at));
    }

    /// <summary>
    /// PureHDF follows a link as soon as it has read it, into whatever file it names, and in a circle until the stack ends. The third byte
    /// of a link message is its kind; whether this byte is one is told by the fields around it.
    /// </summary>
    private void CheckLink(byte kind)
    {
        if (_position < 2) return;
        var message = Buffered(_position - 2, 2048);
        if (message.Length < 8 || message[0] != 1 || (message[1] & 0x08) == 0 || message[1] > 0x1f) return;
        var at = 3;
        if ((message[1] & 0x04) != 0) at += 8; // creation order
        if ((message[1] & 0x10) != 0 && message[at++] > 1) return; // character set
        var width = 1 << (message[1] & 0x03);
        if (at + width > message.Length || !TryText(message, at + width, Number(message.Slice(at, width)), out var name)) return;
        at += width + name.Length;
        if (at + 2 > message.Length) return;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(message[at..]);
        at += 2;
        if (kind == SoftLink)
        {
            if (!TryText(message, at, length, out var target)) return;
            var (from, to) = (Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(target));
            _linkNames.Add(from);
            // The group of a link is not known here: where no link leads through the name of one, none leads in a circle.
            _linkTargets.UnionWith(to.Split('/'));
            if (_linkNames.Overlaps(_linkTargets))
                throw new InvalidDataException($"a link '{from}' to '{to}', which may lead in a circle: "
                    + "links through the name of a link are not followed");
        }
        else if (length >= 4 && at + length <= message.Length && message[at] == 0 && message[at + length - 1] == 0 &&
            message[(at + 1)..].IndexOf((byte)0) is > 0 and var end && TryText(message, at + 1, (ulong)end, out var file))
        {
            throw new InvalidDataException($"a link '{Encoding.UTF8.GetString(name)}' to another file, "
                + $"'{Encoding.UTF8.GetString(file)}'; such links are not followed");
        }
    }

    /// <summary>Sizes after the signatures of structures that PureHDF takes memory for.</summary>
    private void CheckSizes(ReadOnlySpan<byte> signature)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(signature) is var bytes && bytes > Length && IsFillValue())
            throw new InvalidDataException($"a fill value of {bytes} bytes in a file of {Length}");
        if (signature.SequenceEqual("TREE"u8)) CheckChunks();
        if (_inChunkIndex) CheckChunk();
        // The kind of what they index: packed chunks.
        if (signature.SequenceEqual("FADB"u8) || signature.SequenceEqual("EAIB"u8) || signature.SequenceEqual("EADB"u8))
            _inChunkIndex = Buffered(_position + 5, 1) is [1];
        else if (signature.SequenceEqual("BTLF"u8) || signature.SequenceEqual("BTIN"u8))
            _inChunkIndex = Buffered(_position + 5, 1) is [11];
        else if (signature.SequenceEqual("OHDR"u8)) _inChunkIndex = false;
        var texts = signature.SequenceEqual("GCOL"u8);
        if (!texts && !signature.SequenceEqual("HEAP"u8)) return;
        var size = Long(_position + 8);
        if (size < 0 || size > Length) throw new InvalidDataException($"a heap of {(ulong)size} bytes in a file of {Length}");
        if (texts) CheckTexts(_position + 16, _position + size);
    }

    /// <summary>Whether the four bytes at the position are the size of a fill value, by the fields before them.</summary>
    private bool IsFillValue()
    {
        if (_position < 4 || Buffered(_position - 4, 4) is not { Length: 4 } before) return false;
        return before[0] is 1 or 2 && before[1] <= 3 && before[2] <= 2 && before[3] == 1 || before[2] == 3 && (before[3] & 0xe0) == 0x20;
    }

    /// <summary>The size of an attribute: two bytes at the position that follow the version and flags of one, and precede its name, type
    /// and dimensions.</summary>
    private void CheckAttribute()
    {
        if (_position < 2 || Buffered(_position - 2, 1024) is not { Length: > 40 } message || message[0] is 0 or > 3
            || message[1] > 3) return;
        var (name, type) = (BinaryPrimitives.ReadUInt16LittleEndian(message[2..]), BinaryPrimitives.ReadUInt16LittleEndian(message[4..]));
        var at = message[0] == 3 ? 9 : 8;
        if (name is < 2 or > 256 || at + name > message.Length || !TryText(message, at, (ulong)name - 1, out _)
            || message[at + name - 1] != 0) return;
        var (typeAt, spaceAt) = message[0] == 1 ? (at + (name + 7) / 8 * 8, at + (name + 7) / 8 * 8 + (type + 7) / 8 * 8)
            : (at + name, at + name + type);
        if (spaceAt + 4 > message.Length) return;
        var size = (Int128)BinaryPrimitives.ReadUInt32LittleEndian(message[(typeAt + 4)..]);
        var dimensionsAt = spaceAt + (message[spaceAt] == 1 ? 8 : 4);
        for (var dimension = 0; dimension < message[spaceAt + 1] && dimension < 32 && dimensionsAt + 8 <= message.Length; dimension++,
            dimensionsAt += 8)
            size = Int128.Min(size * BinaryPrimitives.ReadUInt64LittleEndian(message[dimensionsAt..]), long.MaxValue);
        if (size > Length) throw new InvalidDataException($"an attribute of {size} bytes in a file of {Length}");
    }

    /// <summary>The sizes of chunks in a node of their index: for each its size, the mask of its filters, its place in all dimensions, and
    /// its address.</summary>
    private void CheckChunks()
    {
        const int keys = 24;
        if (Buffered(_position, 8) is not { Length: 8 } node || node[4] != 1 || node[5] != 0) return;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(node[6..]);
        for (long i = 0, at = _position + keys; i < count && Buffered(at, 4) is { Length: 4 } size; i++, at += 8 + 8 * (ChunkRank + 1) + 8)
            if (BinaryPrimitives.ReadUInt32LittleEndian(size) is var bytes && bytes > Length)
                throw new InvalidDataException($"a chunk of {bytes} bytes in a file of {Length}");
    }

    /// <summary>The size of a chunk in an index of the newer formats: between its address (8 bytes) and the mask of its filters (4), which
    /// is at the position.</summary>
    private void CheckChunk()
    {
        if (_position - _addressAt - 8 is not (>= 1 and <= 8 and var width)) return;
        var bytes = Number(Buffered(_addressAt + 8, (int)width));
        if (bytes > (ulong)Length && (ulong)Long(_addressAt) < (ulong)Length)
            throw new InvalidDataException($"a chunk of {bytes} bytes in a file of {Length}");
    }

    private void CheckTexts(long at, long end)
    {
        while (at + 16 <= end && Buffered(at, 2) is { Length: 2 } index && (index[0] | index[1]) != 0)
        {
            var size = Long(at + 8);
            if (size < 0 || size > end - at - 16)
                throw new InvalidDataException($"a text of {(ulong)size} bytes in a heap that ends before it");
            LongestText = Math.Max(LongestText, size);
            at += 16 + (size + 7) / 8 * 8;
        }

        if (LongestText > _longestText) throw new LongTextException(LongestText);
    }

    private long Long(long position) => Buffered(position, 8) is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
        : throw new EndOfStreamException();

    private static bool TryText(ReadOnlySpan<byte> message, int at, ulong length, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (length is 0 or > 1024 || at + (int)length > message.Length) return false;
        text = message.Slice(at, (int)length);
        return text.IndexOfAnyInRange((byte)0, (byte)0x1f) < 0;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) number = number << 8 | bytes[i];
        return number;
    }
}

/// <summary>A text is longer than the operation allows for.</summary>
/// <param name="length">Its bytes.</param>
internal sealed class LongTextException(long length) : IOException($"a text of {length} bytes");
