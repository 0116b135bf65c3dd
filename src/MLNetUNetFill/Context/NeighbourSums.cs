using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace MLNetUNetFill.Context;

/// <summary>
/// Finds the nearest landmarks of cells and sums their expression, detections, counts and library sizes: A, B, X and T of
/// <see cref="NeighbourChannels"/>.
/// </summary>
internal sealed class NeighbourSums
{
    /// <summary>The numbers of neighbours, k; fewer where there are fewer other landmarks, see <see cref="Used"/>.</summary>
    public static readonly IReadOnlyList<int> Sizes = [5, 15, 50];

    /// <summary>Stands for the landmark of a cell of which it is not known whether it is one: equal counts tell.</summary>
    public const int Unknown = -1;

    /// <summary>Stands for the landmark of a cell that is none.</summary>
    public const int None = -2;

    private readonly LandmarkBank _bank;
    private readonly int _genes;
    private readonly int _rank;
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly Vector128<float>[] _entries;

    /// <summary>Prepares the landmarks of a context.</summary>
    public NeighbourSums(CellContext context)
    {
        (_bank, _genes, _rank) = (context.Landmarks, context.Mean.Length, context.Neighbourhood.Rank);
        Used = [.. Sizes.Select(size => Math.Min(size, _bank.Count - 1))];
        _starts = new int[_bank.Count + 1];
        _columns = new int[_bank.Counts.Count(count => count > 0)];
        _entries = new Vector128<float>[_columns.Length];
        var stored = 0;
        for (var landmark = 0; landmark < _bank.Count; landmark++)
        {
            for (var gene = 0; gene < _genes; gene++)
            {
                var count = _bank.Counts[landmark * _genes + gene];
                if (count == 0) continue;
                _columns[stored] = gene;
                _entries[stored++] = Vector128.Create(LibrarySize.Log1pCp10k(count, _bank.Libraries[landmark]), 1, count, 0);
            }
            _starts[landmark + 1] = stored;
        }
    }

    /// <summary>How many neighbours are summed for each of <see cref="Sizes"/>: the size, at most all landmarks but one.</summary>
    public IReadOnlyList<int> Used { get; }

    /// <summary>Sums over the neighbours of one cell.</summary>
    /// <param name="score">The cell's coordinates in <see cref="CellContext.Neighbourhood"/>.</param>
    /// <param name="counts">Its counts, <c>[G]</c>; compared with the nearest landmark's where <paramref name="own"/> is
    /// <see cref="Unknown"/>.</param>
    /// <param name="library">Its library size.</param>
    /// <param name="own">The landmark that is the cell itself and therefore left out, <see cref="Unknown"/> or <see cref="None"/>.</param>
    /// <param name="sums">For each size the vectors A, B and X, <c>[sizes, 3, G]</c>, overwritten.</param>
    /// <param name="libraries">For each size T, <c>[sizes]</c>, overwritten.</param>
    public void Sum(ReadOnlySpan<float> score, ReadOnlySpan<float> counts, float library, int own, Span<float> sums, Span<float> libraries)
    {
        Span<int> found = stackalloc int[Used[^1] + 1];
        var nearest = (ReadOnlySpan<int>)Search(score, own, own == Unknown ? found : found[..^1]);
        if (own == Unknown) nearest = IsSame(nearest[0], counts, library) ? nearest[1..] : nearest[..^1];

        var rented = ArrayPool<Vector128<float>>.Shared.Rent(_genes);
        var all = rented.AsSpan(0, _genes);
        all.Clear();
        float total = 0;
        for (var (size, next) = (0, 0); size < Used.Count; size++)
        {
            for (; next < Used[size]; next++)
            {
                Add(nearest[next], all);
                total += _bank.Libraries[nearest[next]];
            }
            libraries[size] = total;
            var target = sums.Slice(size * 3 * _genes, 3 * _genes);
            Span<float> expression = target[.._genes], detections = target.Slice(_genes, _genes), neighbourCounts = target[(2 * _genes)..];
            for (var gene = 0; gene < all.Length; gene++)
                (expression[gene], detections[gene], neighbourCounts[gene]) = (all[gene][0], all[gene][1], all[gene][2]);
        }
        ArrayPool<Vector128<float>>.Shared.Return(rented);
    }

    /// <summary>T of a landmark: the sum over the most neighbours.</summary>
    public double LibrariesAround(int landmark)
    {
        Span<int> found = stackalloc int[Used[^1]];
        double total = 0;
        foreach (var neighbour in Search(_bank.Scores.AsSpan(landmark * _rank, _rank), landmark, found))
            total += _bank.Libraries[neighbour];
        return total;
    }

    /// <summary>Adds a landmark's expression, detections and counts, the three of a gene in one instruction.</summary>
    private void Add(int landmark, Span<Vector128<float>> sums)
    {
        var columns = _columns.AsSpan(_starts[landmark].._starts[landmark + 1]);
        var entries = _entries.AsSpan(_starts[landmark].._starts[landmark + 1]);
        for (var i = 0; i < columns.Length; i++) sums[columns[i]] += entries[i];
    }

    // Fractional counts may add up to a last bit more or less in another order.
    private bool IsSame(int landmark, ReadOnlySpan<float> counts, float library) =>
        Math.Abs(_bank.Libraries[landmark] - library) <= 1e-6f * library
        && counts.SequenceEqual(_bank.Counts.AsSpan(landmark * _genes, _genes));

    private Span<int> Search(ReadOnlySpan<float> score, int own, Span<int> found) =>
        found[..NearestNeighbours.Find(score, _bank.Scores, own, found)];
}

/// <summary>
/// Tells whether neighbours share their library sizes: because cells of a type are alike in size, or because sparse counts betray the
/// depth. Where they do not, values that depend on a cell's own depth would part cells that the counts put together.
/// </summary>
internal static class LibraryStructure
{
    /// <summary>The share of the variance of ln L that neighbours have to explain.</summary>
    public const double LeastExplained = 0.5;

    /// <summary>Whether neighbours explain at least half of the variance of ln L over the landmarks.</summary>
    public static bool IsShared(CellContext context) => ExplainedVariance(context) >= LeastExplained;

    /// <summary>The squared Pearson correlation of the landmarks' ln L with the logarithm of their nearest landmarks' mean
    /// library.</summary>
    /// <returns>In [0, 1]; 0 where it falls as theirs grows, as it must if all landmarks are neighbours; NaN if all libraries are
    /// equal.</returns>
    public static double ExplainedVariance(CellContext context)
    {
        var neighbours = new NeighbourSums(context);
        var bank = context.Landmarks;
        var (own, theirs) = (new double[bank.Count], new double[bank.Count]);
        for (var landmark = 0; landmark < bank.Count; landmark++)
        {
            own[landmark] = Math.Log(bank.Libraries[landmark]);
            theirs[landmark] = Math.Log(neighbours.LibrariesAround(landmark));
        }
        TensorPrimitives.Subtract(own, own.Average(), own);
        TensorPrimitives.Subtract(theirs, theirs.Average(), theirs);
        var correlation = TensorPrimitives.CosineSimilarity<double>(own, theirs);
        return correlation < 0 ? 0 : correlation * correlation;
    }
}
