namespace MLNetUNetFill.IO.Text;

/// <summary>Splits a line into fields; one that begins with a double quote ends with one, doubled inside (RFC 4180), as R's
/// <c>write.table</c> has it.</summary>
internal static class DelimitedLine
{
    /// <summary>Comma or semicolon, whichever a header holds.</summary>
    /// <exception cref="GapFillException">It holds both, or none.</exception>
    public static char CommaOrSemicolon(LineReader reader, ReadOnlySpan<byte> line, string what, string expected)
    {
        var (commas, semicolons) = (line.Contains((byte)','), line.Contains((byte)';'));
        if (commas && semicolons)
            throw reader.Error($"found {LineReader.Quote(line)}, with commas and semicolons", $"{what} separated by one of them, or tabs");
        return commas ? ',' : semicolons ? ';' : throw reader.Error($"found {LineReader.Quote(line)}", expected);
    }

    /// <summary>The fields of the line last read.</summary>
    /// <exception cref="GapFillException">A quote is not closed, or text follows it.</exception>
    public static List<string> Split(LineReader reader, ReadOnlySpan<byte> line, char delimiter)
    {
        var text = Encoding.UTF8.GetString(line);
        if (!text.Contains('"')) return [.. text.Split(delimiter)];
        var fields = new List<string>();
        for (var at = 0; ;)
        {
            if (at < text.Length && text[at] == '"') fields.Add(Quoted(reader, line, text, ref at));
            else
            {
                var end = text.IndexOf(delimiter, at);
                fields.Add(end < 0 ? text[at..] : text[at..end]);
                at = end < 0 ? text.Length : end;
            }

            if (at == text.Length) return fields;
            if (text[at] != delimiter) throw reader.Error($"found {LineReader.Quote(line)}",
                "nothing between a closing quote and the end of the field");
            at++;
        }
    }

    private static string Quoted(LineReader reader, ReadOnlySpan<byte> line, string text, ref int at)
    {
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"') field.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') field.Append(text[++at]);
            else
            {
                at++;
                return field.ToString();
            }
        }

        throw reader.Error($"found {LineReader.Quote(line)}", "a double quote at the end of a field that begins with one");
    }
}
