using System.Text;
using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Tests.Text;

public class LineReaderTests
{
    [Theory]
    [InlineData("a\nb\n", "a", "b")]
    [InlineData("a\r\nb", "a", "b")]
    [InlineData("\n\na", "", "", "a")]
    [InlineData("\uFEFFa\n", "a")]
    public void Splits_lines(string text, params string[] lines)
    {
        using var folder = new TempFolder();
        Assert.Equal(lines, Lines(folder.Write("x", text)));
    }

    [Fact]
    public void Reads_lines_longer_than_its_buffer()
    {
        using var folder = new TempFolder();
        var lines = Enumerable.Range(1, 40).Select(i => new string((char)('a' + i % 26), i * 10_000)).ToArray();
        Assert.Equal(lines, Lines(folder.Write("x.gz", string.Join('\n', lines))));
    }

    [Fact]
    public void Refuses_a_file_without_lines()
    {
        using var folder = new TempFolder();
        var path = folder.Write("x", "first\n" + new string('x', 3_000_000));
        Assert.StartsWith($"{path}, line 2: the line is longer", Assert.Throws<GapFillException>(() => Lines(path)).Message);
    }

    private static List<string> Lines(string path)
    {
        using var reader = new LineReader(path);
        var lines = new List<string>();
        while (reader.TryRead(out var line))
        {
            lines.Add(Encoding.UTF8.GetString(line));
            Assert.Equal(lines.Count, reader.LineNumber);
        }

        return lines;
    }
}
