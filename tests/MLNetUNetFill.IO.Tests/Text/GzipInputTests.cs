using System.Text;
using FsCheck.Fluent;
using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Tests.Text;

public class GzipInputTests
{
    [Fact]
    public void Unpacks_what_was_packed_at_any_size_in_any_number_of_members() =>
        Deterministic.Check(Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var members = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Data(random)).ToArray();
        Assert.Equal(members.SelectMany(member => member), Unpack([.. members.SelectMany(TempFolder.Gzip)]));
    }), 60);

    [Fact]
    public void Finds_the_end_wherever_it_falls_in_the_blocks_read()
    {
        // Incompressible data of sizes around those of the buffers, so that the trailer crosses every kind of boundary.
        var random = new Random(1);
        foreach (var boundary in new[] { 8192, 16384, 65536 })
        for (var size = boundary - 60; size < boundary + 20; size++)
        {
            var data = new byte[size];
            random.NextBytes(data);
            Assert.Equal(data, Unpack(TempFolder.Gzip(data)));
        }
    }

    [Fact]
    public void Refuses_every_truncation() => Deterministic.Check(Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var packed = TempFolder.Gzip(Data(random));
        var error = Assert.Throws<GapFillException>(() => Unpack(packed[..random.Next(2, packed.Length)]));
        Assert.Contains("expected a complete gzip file", error.Message);
    }), 100);

    [Fact]
    public void Refuses_trailing_bytes()
    {
        var packed = TempFolder.Gzip("hello");
        var error = Assert.Throws<GapFillException>(() => Unpack([.. packed, 0]));
        Assert.Equal($"x.gz: other bytes follow the gzip data at byte {packed.Length}; expected the end of the file.", error.Message);
        Assert.Throws<GapFillException>(() => Unpack([.. packed, .. new byte[100_000]]));
    }

    [Fact]
    public void Refuses_damaged_bytes()
    {
        var packed = TempFolder.Gzip(Data(new Random(4)));
        for (var at = 10; at < packed.Length; at += Math.Max(1, packed.Length / 50))
        {
            var damaged = (byte[])packed.Clone();
            damaged[at] ^= 0x10;
            Assert.Throws<GapFillException>(() => Unpack(damaged));
        }
    }

    [Fact]
    public void Refuses_other_files() =>
        Assert.Equal("x.gz holds no gzip data; expected what its name says.",
        Assert.Throws<GapFillException>(() => Unpack("hello"u8.ToArray())).Message);

    [Fact]
    public void Skips_the_optional_header_fields()
    {
        var packed = TempFolder.Gzip("hello");
        byte[] header = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, (byte)'n', 0, (byte)'c', (byte)'d', 0, 9, 9];
        Assert.Equal("hello", Encoding.UTF8.GetString(Unpack([.. header, .. packed[10..]])));
        Assert.Throws<GapFillException>(() => Unpack(header[..13]));
    }

    private static byte[] Data(Random random)
    {
        var data = new byte[random.Next(4) switch { 0 => 0, 1 => random.Next(100), 2 => random.Next(20_000), _ => random.Next(300_000) }];
        for (var i = 0; i < data.Length; i++) data[i] = (byte)('0' + random.Next(10));
        return data;
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var input = new GzipInput(new MemoryStream(packed), "x.gz");
        using var unpacked = new MemoryStream();
        input.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
