using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using FsCheck.Fluent;

namespace MLNetUNetFill.IO.Tests;

public class TenXWriterTests
{
    private static readonly string[] OwnFiles = ["barcodes.tsv.gz", "features.tsv.gz", "matrix.mtx.gz"];

    [Fact]
    public void What_is_written_reads_back_bit_for_bit() => Deterministic.Check(Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        using var folder = new TempFolder();
        var matrix = Matrices.Random(seed, wholeNumbers: seed % 2 == 0);
        TenXWriter.Write(folder["m"], matrix);
        Matrices.AssertSame(matrix, TenX.Read(folder["m"]).Counts);
    }), 40);

    [Fact]
    public void Rows_as_they_come_give_the_same_files_as_the_matrix()
    {
        using var folder = new TempFolder();
        var matrix = Matrices.Random(5, wholeNumbers: false);
        TenXWriter.Write(folder["matrix"], matrix);
        var buffer = new float[matrix.GeneCount];

        var entries = TenXWriter.Write(folder["rows"], matrix.Barcodes, matrix.GeneIds, matrix.GeneNames, Rows());

        Assert.Equal(matrix.NonZeroCount, entries);
        foreach (var file in OwnFiles)
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["matrix"], file)), File.ReadAllBytes(Path.Combine(folder["rows"], file)));

        IEnumerable<ReadOnlyMemory<float>> Rows()
        {
            for (var cell = 0; cell < matrix.CellCount; cell++)
            {
                Matrices.Row(matrix, cell).CopyTo(buffer, 0);
                yield return buffer;
            }
        }
    }

    [Fact]
    public void A_matrix_without_entries_reads_back()
    {
        using var folder = new TempFolder();
        var matrix = new CountMatrix(["c1", "c2"], ["E1", "E2"], ["A", "B"], [0, 0, 0], [], []);
        TenXWriter.Write(folder["m"], matrix);
        Matrices.AssertSame(matrix, TenX.Read(folder["m"]).Counts);
    }

    [Fact]
    public void The_checksum_is_that_of_the_text_however_long_it_is()
    {
        using var folder = new TempFolder();
        string[] genes = [.. Enumerable.Range(1, 20_000).Select(gene => $"g{gene}")];
        var values = Array.ConvertAll(genes, gene => gene.Length / 7f);
        TenXWriter.Write(folder["m"], new CountMatrix(["c1"], genes, genes, [0, genes.Length], [.. Enumerable.Range(0, genes.Length)],
            values));

        var packed = File.ReadAllBytes(Path.Combine(folder["m"], "matrix.mtx.gz"));

        var text = Encoding.ASCII.GetBytes(Unzip(Path.Combine(folder["m"], "matrix.mtx.gz")));
        Assert.InRange(text.Length, 300_000, 500_000);
        Assert.Equal(Crc32.HashToUInt32(text), BitConverter.ToUInt32(packed.AsSpan(^8..)));
        Assert.Equal(text.Length, BitConverter.ToInt32(packed.AsSpan(^4..)));
    }

    [Theory]
    [InlineData(true, "integer", "2")]
    [InlineData(false, "real", "0.1")]
    public void The_header_tells_counts_from_filled_values(bool wholeNumbers, string field, string value)
    {
        using var folder = new TempFolder();
        TenXWriter.Write(folder["m"], Small(wholeNumbers ? 2f : 0.1f));
        Assert.Equal($"%%MatrixMarket matrix coordinate {field} general\n2 1 1\n2 1 {value}\n",
            Unzip(Path.Combine(folder["m"], "matrix.mtx.gz")));
        Assert.Equal("E1\tA\tGene Expression\nE2\tB\tGene Expression\n", Unzip(Path.Combine(folder["m"], "features.tsv.gz")));
        Assert.Equal("c1\n", Unzip(Path.Combine(folder["m"], "barcodes.tsv.gz")));
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        using var folder = new TempFolder();
        var culture = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = commas;
            TenXWriter.Write(folder["m"], Small(0.5f));
            Assert.Equal(0.5f, TenX.Read(folder["m"]).Counts[0, 1]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Creates_the_folders_above_and_leaves_no_other_file()
    {
        using var folder = new TempFolder();
        TenXWriter.Write(folder["a/b/c"], Small(1));
        Assert.Equal(["a"], folder.Entries);
        Assert.Equal(OwnFiles, Directory.GetFiles(folder["a/b/c"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Overwrites_an_earlier_matrix_only_when_told()
    {
        using var folder = new TempFolder();
        TenXWriter.Write(folder["m"], Small(1));
        Assert.Contains("holds a matrix already", Assert.Throws<GapFillException>(() => TenXWriter.Write(folder["m"], Small(2))).Message);
        Assert.Equal(1, TenX.Read(folder["m"]).Counts[0, 1]);
        TenXWriter.Write(folder["m"], Small(2), overwrite: true);
        Assert.Equal(2, TenX.Read(folder["m"]).Counts[0, 1]);
        Assert.Equal(3, Directory.GetFileSystemEntries(folder["m"]).Length);
    }

    [Fact]
    public void Refuses_a_folder_with_anything_else_in_it()
    {
        using var folder = new TempFolder();
        folder.Write("thesis.txt", "years of work");
        Assert.Contains("holds thesis.txt",
            Assert.Throws<GapFillException>(() => TenXWriter.Write(folder.Path, Small(1), overwrite: true)).Message);
        Assert.Contains("is a file",
            Assert.Throws<GapFillException>(() => TenXWriter.Write(folder["thesis.txt"], Small(1), overwrite: true)).Message);
        Assert.Equal(["thesis.txt"], folder.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Leaves_nothing_behind_when_it_fails(bool existing)
    {
        using var folder = new TempFolder();
        if (existing) TenXWriter.Write(folder["a"], Small(1));
        var target = existing ? folder["a"] : folder["a/b/c"];
        var names = Small(1);

        Assert.Throws<InvalidOperationException>(() => TenXWriter.Write(target, names.Barcodes, names.GeneIds, names.GeneNames, Failing(),
            overwrite: true));

        if (existing) Assert.Equal(1, TenX.Read(target).Counts[0, 1]);
        if (existing) Assert.Equal(3, Directory.GetFileSystemEntries(target).Length);
        Assert.Equal(existing ? ["a"] : [], folder.Entries);

        static IEnumerable<ReadOnlyMemory<float>> Failing()
        {
            yield return new float[] { 1, 2 };
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void Leaves_nothing_behind_when_cancelled()
    {
        using var folder = new TempFolder();
        Assert.Throws<OperationCanceledException>(() =>
            TenXWriter.Write(folder["m"], Small(1), cancellationToken: new CancellationToken(canceled: true)));
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Refuses_values_that_no_reader_would_take(float value)
    {
        using var folder = new TempFolder();
        Assert.Contains("gene 2 of cell 1", Assert.Throws<GapFillException>(() => TenXWriter.Write(folder["m"], Small(value))).Message);
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 3)]
    public void Refuses_rows_that_do_not_fit_the_names(int rows, int genes)
    {
        using var folder = new TempFolder();
        var names = Small(1);
        Assert.Throws<ArgumentException>(() => TenXWriter.Write(folder["m"], names.Barcodes, names.GeneIds, names.GeneNames,
            Enumerable.Repeat<ReadOnlyMemory<float>>(new float[genes], rows)));
    }

    private static CountMatrix Small(float value) => new(["c1"], ["E1", "E2"], ["A", "B"], [0, 1], [1], [value]);

    private static string Unzip(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
