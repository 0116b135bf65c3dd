using Microsoft.ML.Data;
using MLNetUNetFill.Numerics;

namespace MLNetUNetFill.Cells;

/// <summary>
/// Draws cells without replacement in two passes over the same cells: those whose hashes of seed and row id are the smallest. The first
/// pass keeps as many hashes as cells are wanted; which cells are drawn does not depend on the order in which they come, nor on how cursors
/// share them.
/// </summary>
/// <param name="size">Cells to draw; all of them where there are fewer.</param>
/// <param name="seed">Seed of the draw.</param>
internal sealed class CellSample(int size, int seed)
{
    private readonly PriorityQueue<ulong, ulong> _smallest = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
    private int _taken;

    /// <summary>Number of cells offered.</summary>
    public int Offered { get; private set; }

    /// <summary>Number of cells drawn.</summary>
    public int Count => _smallest.Count;

    /// <summary>First pass: enters a cell for the draw.</summary>
    public void Offer(DataViewRowId id)
    {
        Offered++;
        var hash = Hash(id);
        if (_smallest.Count < size) _smallest.Enqueue(hash, hash);
        else _smallest.EnqueueDequeue(hash, hash);
    }

    /// <summary>Second pass: whether a cell is drawn. Never true for more cells than are wanted, even if ids repeat.</summary>
    public bool Take(DataViewRowId id) => Hash(id) <= _smallest.Peek() && _taken++ < size;

    private ulong Hash(DataViewRowId id) => new SplitMix64(seed, (long)id.Low, ~(long)id.High).Next();
}
