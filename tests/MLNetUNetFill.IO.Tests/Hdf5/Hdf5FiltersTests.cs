using System.IO.Compression;
using MLNetUNetFill.IO.Hdf5;
using PureHDF.Filters;
using ZstdSharp;

namespace MLNetUNetFill.IO.Tests.Hdf5;

public class Hdf5FiltersTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i / 50))];

    [Fact]
    public void Zstd_is_unpacked()
    {
        using var compressor = new Compressor();
        var packed = compressor.Wrap(Data).ToArray();
        Assert.Equal(Data, Unpacked(Hdf5Filters.DecompressZstandard, packed, Data.Length));
        Assert.Throws<InvalidDataException>(() => Unpacked(Hdf5Filters.DecompressZstandard, packed[..^4], Data.Length));
        Assert.Throws<InvalidDataException>(() => Unpacked(Hdf5Filters.DecompressZstandard, packed, Data.Length - 1));
    }

    [Fact]
    public void Gzip_unpacks_to_no_more_than_a_chunk()
    {
        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest)) stream.Write(Data);
        Assert.Equal(Data, Unpacked(Hdf5Filters.Inflate, packed.ToArray(), Data.Length));
        Assert.Contains("more than its size",
            Assert.Throws<InvalidDataException>(() => Unpacked(Hdf5Filters.Inflate, packed.ToArray(), Data.Length - 1)).Message);
        Assert.Contains("no gzip data",
            Assert.Throws<InvalidDataException>(() => Unpacked(Hdf5Filters.Inflate, Data, Data.Length)).Message);
    }

    [Fact]
    public void Lzf_copies_what_did_not_shrink_and_repeats_what_overlaps()
    {
        Assert.Equal(Data, Unpacked(Hdf5Filters.DecompressLzf, Data, Data.Length));
        // 3 letters, then 9 from 3 back.
        Assert.Equal("abcabcabcabc"u8.ToArray(),
            Unpacked(Hdf5Filters.DecompressLzf, [2, (byte)'a', (byte)'b', (byte)'c', 7 << 5, 0, 2], 100));
        Assert.ThrowsAny<Exception>(() => Unpacked(Hdf5Filters.DecompressLzf, [1 << 5, 9], 100));
    }

    private static byte[] Unpacked(Unpack unpack, byte[] packed, int room)
    {
        var output = new byte[room];
        return output[..unpack(new FilterInfo(H5FilterFlags.Decompress, [], room, packed), output)];
    }

    private delegate int Unpack(FilterInfo info, Span<byte> output);
}
