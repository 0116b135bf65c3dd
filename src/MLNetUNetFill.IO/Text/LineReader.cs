using System.Numerics;

namespace MLNetUNetFill.IO.Text;

/// <summary>Reads the lines of a text file as bytes, gzip or not, without a string a line.</summary>
internal sealed class LineReader(string path) : IDisposable
{
    private const int MaxLineLength = 1 << 20;

    private readonly Stream _stream = TextFile.OpenRead(path);
    private byte[] _buffer = new byte[1 << 17];
    private int _start, _end;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>1-based number of the line last read.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Reads a line, without its line feed or carriage return; valid until the next call. False at the end of the file.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var scanned = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Take(scanned + at, 1);
                return true;
            }

            scanned = _end - _start;
            if (scanned > MaxLineLength)
                throw new GapFillException($"{Path}, line {LineNumber + 1}: the line is longer than {MaxLineLength} bytes; "
                    + "expected a text file.");
            if (Fill()) continue;
            line = Take(scanned, 0);
            return scanned > 0;
        }
    }

    /// <summary>Reads a line as <see cref="TryRead"/> does; blank lines may stand at the end of the file alone.</summary>
    /// <param name="line">The line, not blank.</param>
    /// <param name="expected">What was expected in the place of a blank line, a phrase.</param>
    public bool TryReadFilled(out ReadOnlySpan<byte> line, string expected)
    {
        var found = TryRead(out line);
        if (!found || !line.Trim(" \t"u8).IsEmpty) return found;
        var blank = LineNumber;
        while (TryRead(out line))
        {
            if (!line.Trim(" \t"u8).IsEmpty) throw new GapFillException($"{Path}, line {blank}: found a blank line; expected {expected}.");
        }

        return false;
    }

    /// <summary>An error at the line last read.</summary>
    /// <param name="found">What was found, a phrase.</param>
    /// <param name="expected">What was expected, a phrase.</param>
    public GapFillException Error(string found, string expected) => new($"{Path}, line {LineNumber}: {found}; expected {expected}.");

    /// <summary>What is expected in the place of a number that can be no count, a phrase; null for one that can.</summary>
    /// <param name="number">Its text.</param>
    /// <param name="value">What single precision makes of it.</param>
    public static string? Objection<T>(ReadOnlySpan<T> number, float value) where T : unmanaged, IBinaryInteger<T>
    {
        var exponent = number.IndexOfAny(T.CreateTruncating('e'), T.CreateTruncating('E'));
        var hasDigits = (exponent < 0 ? number : number[..exponent]).ContainsAnyInRange(T.CreateTruncating('1'), T.CreateTruncating('9'));
        return float.IsNaN(value) || (float.IsInfinity(value) && !hasDigits) ? "a finite number"
            : value < 0 ? "0 or more: values below 0 were scaled or centred, and are no counts"
            : float.IsInfinity(value) ? NumericColumn.GreatestNumber
            // A count that is there would not be observed.
            : value == 0 && hasDigits ? NumericColumn.LeastNumber : null;
    }

    /// <summary>A short quotation for a message.</summary>
    public static string Quote(ReadOnlySpan<byte> text) => NameList.Quote(Encoding.UTF8.GetString(text));

    public void Dispose() => _stream.Dispose();

    private ReadOnlySpan<byte> Take(int length, int lineFeed)
    {
        var line = _buffer.AsSpan(_start, length);
        _start += length + lineFeed;
        if (length + lineFeed > 0) LineNumber++;
        if (LineNumber == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        int read;
        try
        {
            read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (IOException e)
        {
            throw new GapFillException($"{Path} cannot be read beyond line {LineNumber}: {e.Message}", e);
        }

        _end += read;
        return read > 0;
    }
}
