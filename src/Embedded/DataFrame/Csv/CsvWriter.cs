using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>Writes a data frame as delimited text; a missing value is an empty field.</summary>
internal sealed class CsvWriter(TextWriter writer, char separator, CultureInfo culture)
{
    public void Write(DataFrame frame, bool header)
    {
        if (header)
            WriteLine(frame.Columns.Select(column => column.Name));
        foreach (var row in frame.Rows)
            WriteLine(row);
    }

    private void WriteLine(IEnumerable<object> values)
    {
        var first = true;
        foreach (var value in values)
        {
            if (!first)
                writer.Write(separator);
            first = false;
            WriteField(value);
        }

        writer.WriteLine();
    }

    /// <summary>Numbers with all the digits that reading them back needs.</summary>
    private void WriteField(object value) => writer.Write(value switch
    {
        float number => number.ToString("G9", culture),
        double number => number.ToString("G17", culture),
        decimal number => number.ToString("G31", culture),
        DateTime time => time.ToString(culture),
        string text when text.AsSpan().IndexOfAny(separator, '\n', '"') >= 0 => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => value?.ToString(),
    });
}
