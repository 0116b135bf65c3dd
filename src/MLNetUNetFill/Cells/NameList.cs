using System.Globalization;
using System.Text;

namespace MLNetUNetFill.Cells;

/// <summary>Names in a message: the first of them, and how many more there are.</summary>
internal static class NameList
{
    private const int Shown = 5, Longest = 60;

    /// <summary>The first of some names, in quotes, and how many more there are.</summary>
    public static string Quote(IEnumerable<string> names) => Some([.. names.Select(Quote)]);

    /// <summary>A text of a file in quotes, short and printable: the file may be binary.</summary>
    public static string Quote(string text) => $"'{Printable(text.Length > Longest ? text[..Longest] + "..." : text)}'";

    /// <summary>A text without what a terminal obeys: control characters and changes of direction.</summary>
    public static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value == '\t' ? "\\t"
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator ? "?" : $"{rune}"));

    /// <summary>The first of some names, and how many more there are.</summary>
    public static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
}
