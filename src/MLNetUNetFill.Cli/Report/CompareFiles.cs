using System.Globalization;
using System.Text;

namespace MLNetUNetFill.Cli.Report;

/// <summary>Writes the results: a table for spreadsheets and scripts, and everything as JSON.</summary>
internal static class CompareFiles
{
    /// <summary>Name of the table.</summary>
    public const string Table = "compare.csv";

    /// <summary>Name of the report.</summary>
    public const string Report = "compare.json";

    /// <summary>Writes both files into a folder.</summary>
    public static void Write(string folder, CompareReport report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Table), Csv(report), new UTF8Encoding(false));
        ReportFile.Write(Path.Combine(folder, Report), report);
    }

    /// <summary>A line a method, a column a measure (RFC 4180, but with line feeds); a cell is empty where a measure was not
    /// taken.</summary>
    internal static string Csv(CompareReport report)
    {
        var measures = report.Measures.Keys.ToArray();
        var text = new StringBuilder().AppendJoin(',', measures.Prepend("method")).Append('\n');
        foreach (var method in report.Methods)
            text.Append(method.Method).Append(',').AppendJoin(',', measures.Select(measure =>
                method.Means.TryGetValue(measure, out var value) ? value.ToString("G7", CultureInfo.InvariantCulture) : "")).Append('\n');
        return text.ToString();
    }
}
