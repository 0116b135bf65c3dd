using PureHDF.VOL.Native;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>Holds the one chunk that is being written, for writers that never come back to an earlier one: PureHDF's own keeps them
/// all.</summary>
internal sealed class SequentialChunkCache : IWritingChunkCache
{
    private Action<ulong, Memory<byte>>? _write;
    private ulong _index = ulong.MaxValue;
    private Memory<byte> _chunk;

    public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkAllocator, Action<ulong, Memory<byte>> chunkWriter)
    {
        if (chunkIndex == _index) return _chunk;
        // The writer that came with a chunk writes that chunk, whatever index it is given.
        if (_index != ulong.MaxValue) _write!(_index, _chunk);
        (_write, _index) = (chunkWriter, chunkIndex);
        return _chunk = chunkAllocator();
    }

    public void Flush(Action<ulong, Memory<byte>> chunkWriter)
    {
        if (_index != ulong.MaxValue) chunkWriter(_index, _chunk);
        _index = ulong.MaxValue;
    }
}
