using System.Text;
using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>The first lines of a MatrixMarket file (Boisvert, Pozo and Remington 1996), coordinate format: banner, comments, size
/// line.</summary>
/// <param name="WholeNumbers">Whether the field is <c>integer</c> or <c>unsigned-integer</c>, else <c>real</c>.</param>
/// <param name="Rows">Rows: the features of a 10x matrix.</param>
/// <param name="Columns">Columns: the cells of a 10x matrix.</param>
/// <param name="Entries">Entries below the size line.</param>
/// <param name="SizeLine">Line number of the size line.</param>
internal sealed record MatrixMarketHeader(bool WholeNumbers, long Rows, long Columns, long Entries, long SizeLine)
{
    private const string Banner = "%%MatrixMarket matrix coordinate integer general";

    public static MatrixMarketHeader Read(LineReader reader)
    {
        reader.TryRead(out var line);
        var words = Encoding.UTF8.GetString(line).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        // scipy.io.mmwrite says 'unsigned-integer' of unsigned arrays.
        var wholeNumbers = Is(words, 3, "integer") || Is(words, 3, "unsigned-integer");
        if (words.Length != 5 || !Is(words, 0, "%%MatrixMarket") || !Is(words, 1, "matrix") || !Is(words, 2, "coordinate")
            || !(wholeNumbers || Is(words, 3, "real")) || !Is(words, 4, "general"))
        {
            throw reader.Error($"found {LineReader.Quote(line)}", $"the header '{Banner}', or 'real' in it");
        }

        while (reader.TryRead(out line))
        {
            if (line.IsEmpty || line[0] == '%') continue;
            var sizes = Encoding.UTF8.GetString(line).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (sizes.Length == 3 && long.TryParse(sizes[0], out var rows) && long.TryParse(sizes[1], out var columns)
                && long.TryParse(sizes[2], out var entries) && rows >= 0 && columns >= 0 && entries >= 0)
            {
                return new MatrixMarketHeader(wholeNumbers, rows, columns, entries, reader.LineNumber);
            }

            throw reader.Error($"found {LineReader.Quote(line)}", "the size line 'genes cells entries'");
        }

        throw reader.Error("the file ends", "the size line 'genes cells entries'");
    }

    private static bool Is(string[] words, int at, string expected) =>
        at < words.Length && words[at].Equals(expected, StringComparison.OrdinalIgnoreCase);
}
