using System.IO.Compression;
using System.Text;

namespace MLNetUNetFill.IO.Tests;

/// <summary>A folder for one test, deleted at its end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("unetfill-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Entries => [.. Directory.GetFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path))
        .Order(StringComparer.Ordinal)];

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], name.EndsWith(".gz") ? Gzip(text) : Encoding.UTF8.GetBytes(text));
        return this[name];
    }

    /// <summary>A folder of 10x version 2, by default for two genes and two cells.</summary>
    public static TempFolder TenX(string matrix, string genes = "E1\tA\nE2\tB\n", string barcodes = "c1\nc2\n")
    {
        var folder = new TempFolder();
        folder.Write("matrix.mtx", matrix);
        folder.Write("genes.tsv", genes);
        folder.Write("barcodes.tsv", barcodes);
        return folder;
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] data)
    {
        // GZipStream writes nothing at all for no data; gzip writes this.
        if (data.Length == 0) return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(data);
        return packed.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
