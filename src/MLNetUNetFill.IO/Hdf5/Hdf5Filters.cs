using System.Collections;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using PureHDF.Filters;
using PureHDF.VOL.Native;
using ZstdSharp;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>
/// The compressions that files are read with: gzip, lzf and zstd, each bounded by the size of a chunk, so that a small file cannot unpack
/// into any memory there is.
/// </summary>
internal static class Hdf5Filters
{
    public const ushort Lzf = 32000;
    private const ushort Zstandard = 32015;

    private static readonly Lock Registering = new();
    private static bool _registered;

    /// <summary>Compressions of h5py and hdf5plugin that are not read.</summary>
    private static readonly Dictionary<int, string> Unread = new()
    {
        [4] = "szip", [5] = "n-bit", [6] = "scale-offset", [307] = "bzip2", [32001] = "blosc", [32004] = "lz4", [32008] = "bitshuffle",
            [32026] = "blosc2",
    };

    /// <summary>Makes the filters known to PureHDF.</summary>
    public static void Register()
    {
        lock (Registering)
        {
            if (_registered) return;
            H5Filter.Register(new ChunkFilter(DeflateFilter.Id, "deflate", Inflate));
            H5Filter.Register(new ChunkFilter(Lzf, "lzf", DecompressLzf));
            H5Filter.Register(new ChunkFilter(Zstandard, "zstd", DecompressZstandard));
            _registered = true;
        }
    }

    /// <summary>Refuses what would not be read, or would be read wrongly.</summary>
    public static void Check(Hdf5Dataset dataset, NativeDataset native)
    {
        var filters = Filters(native);
        foreach (var filter in filters)
            if (filter is not (DeflateFilter.Id or ShuffleFilter.Id or Fletcher32Filter.Id or Lzf or Zstandard))
                throw dataset.Error($"found data compressed with {Unread.GetValueOrDefault(filter, $"filter {filter}")}",
                    "gzip, lzf, zstd or none: write the file anew with one of them");
        // PureHDF tests the mask of skipped filters one bit off: where lzf did not shrink a chunk, it would leave the bytes shuffled.
        if (filters.Contains(Lzf) && filters.Contains(ShuffleFilter.Id))
            throw dataset.Error("found data compressed with shuffle and lzf",
                "gzip, lzf without shuffle, zstd or none: write the file anew with one of them");
    }

    /// <summary>The filters of a dataset in the order of writing. PureHDF does not show them.</summary>
    public static ushort[] Filters(NativeDataset native)
    {
        var pipeline = Property(native, "InternalFilterPipeline");
        if (pipeline is null) return [];
        return [.. ((IEnumerable)Property(pipeline, "FilterDescriptions")!).Cast<object>()
            .Select(filter => (ushort)Property(filter, "Identifier")!)];
    }

    /// <summary>Whether a dataset names other files for its values. PureHDF does not show it, and would open them.</summary>
    public static bool HasExternalFiles(NativeDataset native) => Property(native, "InternalExternalFileList") is not null;

    /// <summary>The packed size of a dataset's only chunk, which its header gives; null where an index does. PureHDF does not show
    /// it.</summary>
    public static ulong? SingleChunk(NativeDataset native)
    {
        var layout = Property(native, "InternalDataLayout")!;
        return layout.GetType().Name == "DataLayoutMessage4"
            && Property(Property(layout, "Properties")!, "IndexingInformation") is { } index &&
            index.GetType().Name == "SingleChunkIndexingInformation" ? Convert.ToUInt64(Property(index, "FilteredChunkSize"),
            CultureInfo.InvariantCulture) : null;
    }

    private static object? Property(object of, string name) =>
        (of.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new MissingMemberException(of.GetType().Name, name)).GetValue(of);

    /// <summary>Unpacks a chunk as gzip's zlib stream.</summary>
    internal static int Inflate(FilterInfo info, Span<byte> output)
    {
        using var unpacked = new ZLibStream(Packed(info), CompressionMode.Decompress);
        try
        {
            var count = unpacked.ReadAtLeast(output, output.Length, throwOnEndOfStream: false);
            if (unpacked.ReadByte() < 0) return count;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("a chunk that is no gzip data", e);
        }

        throw new InvalidDataException("a chunk that unpacks to more than its size");
    }

    private static MemoryStream Packed(FilterInfo info) => MemoryMarshal.TryGetArray<byte>(info.Buffer, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(info.Buffer.ToArray());

    /// <summary>Unpacks a chunk as zstd, into no more than the room there is.</summary>
    internal static int DecompressZstandard(FilterInfo info, Span<byte> output)
    {
        using var decompressor = new Decompressor();
        try
        {
            return decompressor.Unwrap(info.Buffer.Span, output);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException("a chunk that is no zstd data of its size", e);
        }
    }

    /// <summary>Unpacks a chunk as h5py's lzf.</summary>
    internal static int DecompressLzf(FilterInfo info, Span<byte> output)
    {
        var input = info.Buffer.Span;
        // A chunk that did not shrink is stored as it is, and PureHDF does not say so.
        if (input.Length == info.ChunkSize)
        {
            input.CopyTo(output);
            return input.Length;
        }

        var (at, to) = (0, 0);
        while (at < input.Length)
        {
            int control = input[at++];
            if (control < 32)
            {
                input.Slice(at, control + 1).CopyTo(output[to..]);
                at += control + 1;
                to += control + 1;
                continue;
            }

            var length = control >> 5;
            if (length == 7) length += input[at++];
            var from = to - ((control & 0x1f) << 8) - 1 - input[at++];
            for (var end = to + length + 2; to < end;) output[to++] = output[from++];
        }

        return to;
    }

    /// <summary>A filter whose output is a new array: PureHDF hands its buffers back to a pool.</summary>
    private sealed class ChunkFilter(ushort id, string name, ChunkFilter.Unpack unpack) : IH5Filter
    {
        /// <summary>Room for the checksum that another filter may have put behind the data.</summary>
        private const int Checksum = 16;

        public delegate int Unpack(FilterInfo info, Span<byte> output);

        public ushort FilterId => id;

        public string Name => name;

        public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) => id == DeflateFilter.Id
            ? [1u] : throw new NotSupportedException();

        public Memory<byte> Filter(FilterInfo info)
        {
            if (info.Flags.HasFlag(H5FilterFlags.Decompress))
            {
                var output = GC.AllocateUninitializedArray<byte>(info.ChunkSize + Checksum);
                return output.AsMemory(0, unpack(info, output));
            }

            if (id != DeflateFilter.Id) throw new NotSupportedException();
            var packed = new MemoryStream(info.Buffer.Length / 2);
            using (var stream = new ZLibStream(packed, new ZLibCompressionOptions { CompressionLevel = 1 },
                leaveOpen: true)) stream.Write(info.Buffer.Span);
            return packed.GetBuffer().AsMemory(0, (int)packed.Length);
        }
    }
}
