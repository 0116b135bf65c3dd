using FsCheck.Fluent;
using MLNetUNetFill.IO.Text;

namespace MLNetUNetFill.IO.Tests.Text;

public class Crc32Tests
{
    [Theory] // the check value of the CRC catalogue, and the empty message
    [InlineData("123456789", 0xCBF43926)]
    [InlineData("", 0)]
    public void Gives_the_published_value(string text, uint expected) => Assert.Equal(expected, Crc32.Append(0, System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Pieces_give_the_checksum_of_the_whole() => Deterministic.Check(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (first, second) =>
    {
        byte[] whole = [.. first, .. second];
        var expected = Crc32.Append(0, whole);
        Assert.Equal(expected, Crc32.Append(Crc32.Append(0, first), second));
        Assert.Equal(expected, Crc32.Combine(Crc32.Append(0, first), Crc32.Append(0, second), second.Length));
    }));
}
