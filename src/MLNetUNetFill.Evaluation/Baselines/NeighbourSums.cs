using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Sums of expression over some cells, and in how many of them each gene was observed. Cells can be added one after the
/// other.</summary>
/// <param name="genes">Number of genes.</param>
internal sealed class NeighbourSums(int genes)
{
    private readonly float[] _sums = new float[genes];
    private readonly float[] _counts = new float[genes];

    /// <summary>Sum of each gene's log1p CP10k.</summary>
    public ReadOnlySpan<float> Sums => _sums;

    /// <summary>In how many of the cells each gene was observed.</summary>
    public ReadOnlySpan<float> Counts => _counts;

    /// <summary>Sets all sums to 0.</summary>
    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
    }

    /// <summary>Adds cells.</summary>
    public void Add(SparseCells cells, ReadOnlySpan<int> members)
    {
        foreach (var member in members)
        {
            var genes = cells.GenesOf(member);
            var values = cells.ValuesOf(member);
            for (var i = 0; i < genes.Length; i++)
            {
                _sums[genes[i]] += values[i];
                _counts[genes[i]]++;
            }
        }
    }
}
