using nietras.SeparatedValues;

namespace MLNetUNetFill.IO.Text;

/// <summary>Goes through the rows of a table: names in the first row, a name and a value for every column in the others.</summary>
internal sealed class TableReader : IDisposable
{
    private readonly SepReader _reader;
    private readonly char _delimiter;
    private bool _ahead;

    /// <summary>Opens a table and reads the names of its columns.</summary>
    /// <exception cref="GapFillException">The file is missing, damaged, or has no names.</exception>
    public TableReader(string path, char delimiter)
    {
        (Path, _delimiter) = (path, delimiter);
        var text = new StreamReader(TextFile.OpenRead(path), new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            _reader = Sep.New(delimiter).Reader(options => options with
            {
                HasHeader = false,
                Unescape = true,
                DisableColCountCheck = true,
                CultureInfo = CultureInfo.InvariantCulture,
            }).From(text);
            if (!Advance()) throw new GapFillException($"{path} is empty; expected the names of the columns.");
            var names = Enumerable.Range(0, _reader.Current.ColCount).Select(column => Text(column).ToString()).ToList();
            _ahead = Advance();
            // R's write.table gives no name to the column of row names.
            Columns = _ahead && _reader.Current.ColCount == names.Count + 1 ? names : names[1..];
            if (Columns.Count == 0) throw Error(1, "found one column", $"names separated by {Words(delimiter)}");
        }
        catch (Exception e)
        {
            text.Dispose();
            if (Refusal(e) is { } refusal) throw refusal;
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The names of the columns, without that of the names of the rows.</summary>
    public List<string> Columns { get; }

    /// <summary>The name of the row last read.</summary>
    public string RowName { get; private set; } = "";

    /// <summary>1-based number of the line last read.</summary>
    public long Line => _reader.Current.LineNumberFrom;

    /// <summary>Values so far that are blank or NA.</summary>
    public long MissingValues { get; private set; }

    /// <summary>Reads a row of names and values. False at the end; blank lines may stand there alone.</summary>
    /// <exception cref="GapFillException">The row has another number of fields than the first, or the file is damaged.</exception>
    public bool TryRead()
    {
        if (!_ahead && !Advance()) return false;
        _ahead = false;
        var fields = _reader.Current.ColCount;
        if (fields == 1 && Text(0).IsWhiteSpace())
        {
            var line = Line;
            while (Advance())
                if (_reader.Current.ColCount > 1 || !Text(0).IsWhiteSpace())
                    throw Error(line, "found a blank line", "blank lines at the end of the file alone");
            return false;
        }

        if (fields != Columns.Count + 1)
            throw Error($"found {Counted.Text(fields, "field")}",
                $"{Columns.Count + 1}: a name and {Counted.Text(Columns.Count, "value")}, as line 1 names");
        RowName = Text(0).ToString();
        return true;
    }

    /// <summary>The text of a column in the row last read.</summary>
    public ReadOnlySpan<char> Field(int column) => Text(column + 1);

    /// <summary>The number of a column in the row last read.</summary>
    /// <exception cref="GapFillException">It holds no count.</exception>
    public float Number(int column)
    {
        var text = Text(column + 1);
        if (text is ['0']) return 0;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return LineReader.Objection(text, value) is { } objection ? throw Wrong(objection) : value;
        var trimmed = text.Trim();
        if (trimmed.IsEmpty || trimmed is "NA")
        {
            MissingValues++;
            return 0;
        }

        var comma = trimmed.IndexOf(',');
        if (comma > 0 && !trimmed.ContainsAnyExcept("0123456789,-+eE") && trimmed[(comma + 1)..].IndexOf(',') < 0)
            throw Wrong("numbers with a decimal point: this one has a decimal comma; write the table with points, in R with write.csv "
                + "in place of write.csv2");
        throw Wrong("a number");

        GapFillException Wrong(string expected) => Error(
            $"found {NameList.Quote(Text(column + 1).ToString())} in column {NameList.Quote(Columns[column])}", expected);
    }

    /// <summary>An error at the line last read.</summary>
    public GapFillException Error(string found, string expected) => Error(Line, found, expected);

    /// <summary>An error at a line.</summary>
    public GapFillException Error(long line, string found, string expected) => new($"{Path}, line {line}: {found}; expected {expected}.");

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private ReadOnlySpan<char> Text(int field) => _reader.Current[field].Span;

    private bool Advance()
    {
        try
        {
            return _reader.MoveNext();
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            throw refusal;
        }
    }

    private GapFillException? Refusal(Exception exception) => exception switch
    {
        GapFillException refusal => refusal,
        DecoderFallbackException => new GapFillException($"{Path} is no UTF-8 text; expected that encoding.", exception),
        NotSupportedException or InvalidDataException or ArgumentException or OverflowException =>
            new GapFillException($"{Path} is no table of fields separated by {Words(_delimiter)}: a row is too long, or a quote is not "
                + "closed; expected a table.", exception),
        IOException => new GapFillException($"{Path} cannot be read: {exception.Message}", exception),
        _ => null,
    };

    private static string Words(char delimiter) => delimiter switch { '\t' => "tabs", ';' => "semicolons", _ => "commas" };
}
