using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>Splits delimited text into fields, without the white space around them. Lines of white space alone are skipped.</summary>
internal sealed class CsvReader(TextReader reader, char separator)
{
    private long _lineNumber;

    /// <summary>The fields of the next line, or null at the end.</summary>
    public string[] Read()
    {
        if (NextLine() is not { } line)
            return null;
        var fields = new List<string>();
        for (var at = 0; at <= line.Length;)
            fields.Add(IsQuoted(line, at, out var quoted) ? ReadQuoted(ref line, quoted, ref at) : ReadPlain(line, ref at));
        return [.. fields];
    }

    private string NextLine()
    {
        string line;
        do
        {
            line = reader.ReadLine();
            _lineNumber++;
        }
        while (line is not null && string.IsNullOrWhiteSpace(line));
        return line;
    }

    private bool IsQuoted(string line, int at, out int start)
    {
        while (at < line.Length && line[at] != separator && char.IsWhiteSpace(line[at]))
            at++;
        start = at + 1;
        return at < line.Length && line[at] == '"';
    }

    private string ReadPlain(string line, ref int at)
    {
        var end = line.IndexOf(separator, at);
        if (end < 0)
            end = line.Length;
        var field = line.AsSpan(at, end - at).Trim().ToString();
        at = end + 1;
        return field;
    }

    /// <summary>A quoted field may go on in the next lines; a quotation mark in it is written twice.</summary>
    private string ReadQuoted(ref string line, int from, ref int at)
    {
        var field = new StringBuilder();
        var firstLine = _lineNumber;
        for (; ; from++)
        {
            if (from == line.Length)
            {
                field.Append('\n');
                line = NextLine() ?? throw Malformed(firstLine);
                from = -1;
            }
            else if (line[from] != '"')
                field.Append(line[from]);
            else if (from + 1 < line.Length && line[from + 1] == '"')
                field.Append(line[from++]);
            else
                break;
        }

        var rest = from + 1;
        at = line.IndexOf(separator, rest);
        if (at < 0)
            at = line.Length;
        if (!line.AsSpan(rest, at - rest).IsWhiteSpace())
            throw Malformed(firstLine);
        at++;
        return field.ToString().Trim();
    }

    private static Exception Malformed(long lineNumber) => new FormatException($"Line {lineNumber} cannot be parsed with the current Delimiters.");
}
