using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>How a text becomes a data frame: the columns from the first lines, then the rows.</summary>
internal sealed class CsvLoader
{
    public char Separator { get; init; }

    public bool Header { get; init; }

    public string[] ColumnNames { get; init; }

    public Type[] DataTypes { get; init; }

    public long RowCount { get; init; }

    public int GuessRows { get; init; }

    public bool AddIndexColumn { get; init; }

    public bool RenameDuplicatedColumns { get; init; }

    public CultureInfo Culture { get; init; }

    public Func<IEnumerable<string>, Type> GuessType { get; init; }

    public DataFrame Load(TextReader text)
    {
        if (DataTypes is null && GuessRows <= 0)
            throw new ArgumentException("Expected either guessRows or dataTypes to be provided");
        var reader = new CsvReader(text, Separator);
        var first = ReadFirst(reader);
        var columns = MakeColumns(first);
        var rows = 0L;
        for (var line = 0L; RowCount < 0 || rows < RowCount; line++)
        {
            var fields = line < first.Count ? first[(int)line] : reader.Read();
            if (fields is null)
                break;
            if (line == 0 && Header)
                continue;
            Append(columns, fields);
            rows++;
        }

        if (AddIndexColumn)
            columns.Insert(0, new Int64DataFrameColumn("IndexColumn", Enumerable.Range(0, (int)rows).Select(row => (long)row)));
        return new DataFrame(columns);
    }

    /// <summary>As many lines as types are guessed from, the header among them.</summary>
    private List<string[]> ReadFirst(CsvReader reader)
    {
        var lines = new List<string[]>();
        while (lines.Count < Math.Max(1, GuessRows) && reader.Read() is { } fields)
            lines.Add(fields);
        if (lines.Count == 0)
            throw new FormatException("Empty file");
        if (RenameDuplicatedColumns && Header)
            MakeUnique(lines[0]);
        return lines;
    }

    private List<DataFrameColumn> MakeColumns(List<string[]> first)
    {
        var names = ColumnNames ?? (Header ? first[0] : null);
        var data = first.Skip(Header ? 1 : 0).Take(RowCount < 0 ? int.MaxValue : (int)Math.Min(RowCount, int.MaxValue)).ToList();
        var count = Math.Max(DataTypes?.Length ?? 0, data.Select(fields => fields.Length).DefaultIfEmpty().Max());
        return [.. Enumerable.Range(0, count).Select(i => PrimitiveColumnTypes.Create(
            DataTypes is null ? (GuessType ?? TypeGuess.Of)(data.Select((fields, line) => Field(fields, i, line))) : DataTypes[i],
            string.IsNullOrEmpty(names?[i]) ? $"Column{i}" : names[i]))];
    }

    private string Field(string[] fields, int column, int row) => column < fields.Length
        ? fields[column]
        : throw new FormatException($"Line {row + (Header ? 2 : 1)} has less columns than expected");

    private void Append(List<DataFrameColumn> columns, string[] fields)
    {
        if (fields.Length > columns.Count)
            throw new ArgumentException($"Parameter.Count exceeds the number of columns({columns.Count}) in the DataFrame ", "row");
        for (var i = 0; i < columns.Count; i++)
        {
            var field = i < fields.Length ? fields[i] : null;
            columns[i].AppendText(string.Equals(field, "null", StringComparison.OrdinalIgnoreCase) ? null : field, Culture);
        }
    }

    private static void MakeUnique(string[] names)
    {
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < names.Length; i++)
        {
            if (seen.TryGetValue(names[i], out var count))
            {
                seen[names[i]] = count + 1;
                names[i] = $"{names[i]}.{count}";
            }
            else
                seen.Add(names[i], 1);
        }
    }
}
