using System.Buffers.Binary;

namespace MLNetUNetFill.IO.Text;

/// <summary>The CRC-32 of gzip (RFC 1952), eight bytes a step (slicing-by-8; Kounavis and Berry 2005).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[][] Tables = BuildTables();

    /// <summary>Extends the checksum of what came before (0 at the start) by <paramref name="data"/>.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> data)
    {
        var c = ~checksum;
        var t = Tables;
        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ c;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            c = t[7][(byte)low] ^ t[6][(byte)(low >> 8)] ^ t[5][(byte)(low >> 16)] ^ t[4][low >> 24]
                ^ t[3][(byte)high] ^ t[2][(byte)(high >> 8)] ^ t[1][(byte)(high >> 16)] ^ t[0][high >> 24];
        }

        foreach (var b in data) c = t[0][(byte)(c ^ b)] ^ (c >> 8);
        return ~c;
    }

    /// <summary>The checksum of two pieces joined, from their checksums and the length of the second.</summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        // Appending n zero bytes multiplies the first checksum by x^(8n) modulo the polynomial: square and multiply.
        var power = 1u << 23; // x^8 in reflected order
        for (var n = secondLength; n > 0; n >>= 1)
        {
            if ((n & 1) != 0) first = Multiply(power, first);
            power = Multiply(power, power);
        }

        return first ^ second;
    }

    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (var bit = 1u << 31; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0) product ^= b;
            b = (b >> 1) ^ ((b & 1) * Polynomial);
        }

        return product;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < 8; k++) tables[k] = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var c = i;
            for (var bit = 0; bit < 8; bit++) c = (c >> 1) ^ ((c & 1) * Polynomial);
            tables[0][i] = c;
        }

        for (var k = 1; k < 8; k++)
        for (var i = 0; i < 256; i++)
            tables[k][i] = (tables[k - 1][i] >> 8) ^ tables[0][(byte)tables[k - 1][i]];
        return tables;
    }
}
