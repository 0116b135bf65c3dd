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
        var banner = Words(line);
        // scipy.io.mmwrite says 'unsigned-integer' of unsigned arrays.
        if (banner is not ["%%matrixmarket", "matrix", "coordinate", "integer" or "unsigned-integer" or "real", "general"])
            throw reader.Error($"found {LineReader.Quote(line)}", $"the header '{Banner}', or 'real' in it");

        while (reader.TryRead(out line))
        {
            if (line.IsEmpty || line[0] == '%') continue;
            return Array.ConvertAll(Words(line), word => long.TryParse(word, out var size) ? size : -1) is
                [>= 0 and var rows, >= 0 and var columns, >= 0 and var entries]
                ? new MatrixMarketHeader(banner[3] != "real", rows, columns, entries, reader.LineNumber)
                : throw reader.Error($"found {LineReader.Quote(line)}", "the size line 'genes cells entries'");
        }

        throw reader.Error("the file ends", "the size line 'genes cells entries'");
    }

    private static string[] Words(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line).ToLowerInvariant().Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
