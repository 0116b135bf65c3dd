using System.IO.Compression;
using System.Text;

namespace MLNetUNetFill.Cli.Tests.Support;

/// <summary>Writes small 10x folders, good and bad, as text.</summary>
internal static class TenXText
{
    /// <summary>A folder whose counts follow a pattern: every cell has counts, and genes differ between two kinds of cells.</summary>
    public static string Write(string folder, int cells = 30, int genes = 40, Func<int, string>? geneName = null,
        IReadOnlySet<int>? emptyCells = null, IReadOnlyList<string>? entries = null) =>
        Write(folder, cells, genes, entries ?? Pattern(cells, genes, emptyCells), geneName);

    /// <summary>A folder of that pattern with the entries changed.</summary>
    public static string Write(string folder, Func<IReadOnlyList<string>, IReadOnlyList<string>> change) =>
        Write(folder, 30, 40, change(Pattern(30, 40)),
        banner: "%%MatrixMarket matrix coordinate real general");

    /// <summary>The entries of the pattern.</summary>
    public static List<string> Pattern(int cells, int genes, IReadOnlySet<int>? emptyCells = null)
    {
        var entries = new List<string>();
        for (var cell = 0; cell < cells; cell++)
        {
            if (emptyCells?.Contains(cell) == true) continue;
            for (var gene = 0; gene < genes; gene++)
            {
                var count = (cell * 7 + gene * 13) % 5 - 1 + (gene % 2 == cell % 2 ? 3 : 0);
                if (count > 0) entries.Add($"{gene + 1} {cell + 1} {count}");
            }
        }
        return entries;
    }

    /// <summary>A folder with the given MatrixMarket entries.</summary>
    public static string Write(string folder, int cells, int genes, IReadOnlyList<string> entries, Func<int, string>? geneName = null,
        string banner = "%%MatrixMarket matrix coordinate integer general")
    {
        Directory.CreateDirectory(folder);
        Gzip(Path.Combine(folder, "matrix.mtx.gz"),
            string.Concat(entries.Prepend($"{genes} {cells} {entries.Count}").Prepend(banner).Select(line => line + "\n")));
        File.WriteAllLines(Path.Combine(folder, "features.tsv"),
            Enumerable.Range(0, genes).Select(gene => $"id{gene}\t{geneName?.Invoke(gene) ?? $"G{gene}"}\tGene Expression"));
        File.WriteAllLines(Path.Combine(folder, "barcodes.tsv"), Enumerable.Range(0, cells).Select(Barcode));
        return folder;
    }

    public static string Barcode(int cell) => $"cell{cell}";

    public static string Labels(string path, int cells)
    {
        File.WriteAllLines(path, Enumerable.Range(0, cells).Select(cell =>
            $"{Barcode(cell)}\t{(cell % 2 == 0 ? "even" : "odd")}").Prepend("barcode\tlabel"));
        return path;
    }

    public static void Gzip(string path, string text)
    {
        using var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
