using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace MLNetUNetFill.IO.Tests;

/// <summary>
/// Reads files that were damaged at random: each is either read or refused with a sentence, in bounded memory. For more than the usual
/// number:
/// <c>UNETFILL_MUTATIONS=2000 dotnet test tests/MLNetUNetFill.IO.Tests -c Release --filter MutationTests --logger
/// "console;verbosity=detailed"</c>.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    private const long MostBytes = 256L << 20;

    private static readonly string[] Tokens = ["999999999999999999999", "-1", "NaN", "Infinity", "1e308", "0", "%", "\"", "\t", ",", ";",
        "\n\n", "\r", "\uFEFF", "\0", "1000000000 1000000000 1000000000", "é", "3,14"];

    private static int Files => int.TryParse(Environment.GetEnvironmentVariable("UNETFILL_MUTATIONS"), NumberStyles.None,
        CultureInfo.InvariantCulture, out var files) ? files : 100;

    [Theory]
    [InlineData("matrix.mtx", "")]
    [InlineData("genes.tsv", "")]
    [InlineData("barcodes.tsv", "")]
    [InlineData("matrix.mtx", "gzip")]
    [InlineData("table.csv", "rows")]
    [InlineData("table.csv", "columns")]
    [InlineData("table.tsv", "gzip rows")]
    [InlineData("labels.tsv", "")]
    public void Damaged_files_are_read_or_refused_with_a_sentence(string file, string how)
    {
        using var folder = TempFolder.TenX(
            "%%MatrixMarket matrix coordinate integer general\n%comment\n3 4 6\n1 1 5\n3 1 1\n2 2 7\n1 3 20\n2 3 1\n3 4 2\n",
            "E1\tA\tGene Expression\nE2\tB\tGene Expression\nE3\tC\tGene Expression\n", "c1\nc2\nc3\nc4\n");
        folder.Write("table.csv", "barcode,A,\"B\",C\nc1,1,0,2\nc2,0,,5\nc3,7,8,9\n");
        folder.Write("table.tsv", "A\tB\tC\nc1\t1\t0\t2\nc2\t0\tNA\t5\nc3\t7\t8\t9\n");
        folder.Write("labels.tsv", "barcode\tlabel\nc1\tx\nc2\ty\nc3\tx\nc4\t\"y z\"\n");
        var (sound, gzip) = (File.ReadAllBytes(folder[file]), how.Contains("gzip", StringComparison.Ordinal));
        if (gzip) sound = [.. TempFolder.Gzip(sound[..20]), .. TempFolder.Gzip(sound[20..])];
        var options = new CountFileOptions { CellAxis = how.Contains("columns", StringComparison.Ordinal) ? CellAxis.Columns
            : CellAxis.Rows, Format = file.StartsWith("table", StringComparison.Ordinal) ? CountFormat.Auto : CountFormat.Mtx };
        var (read, refused) = (0, 0);
        for (var seed = 0; seed < Files; seed++)
        {
            var damaged = Damage(sound, new Random(seed));
            File.WriteAllBytes(folder[file], damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (file == "labels.tsv") LabelFile.Read(folder[file], ["c1", "c2", "c3", "c4"]);
                else CountFile.Open(file.StartsWith("table", StringComparison.Ordinal) ? folder[file] : folder.Path, options).ToMatrix();
                read++;
            }
            catch (GapFillException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, {Convert.ToBase64String(damaged)}: {e}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }

        output.WriteLine($"{file} {how}: {Files} damaged files, {read} read, {refused} refused with a sentence.");
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        var data = sound.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(data.Count + 1);
            var length = Math.Min(random.Next(1, 12), data.Count - at);
            switch (random.Next(6))
            {
                case 0: data.RemoveRange(at, length); break;
                case 1: data.RemoveRange(at, data.Count - at); break;
                case 2: data.InsertRange(at, data.GetRange(at, length)); break;
                case 3: data.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                case 4 when at < data.Count: data[at] = (byte)random.Next(256); break;
                default:
                    if (at < data.Count) data[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. data];
    }
}
