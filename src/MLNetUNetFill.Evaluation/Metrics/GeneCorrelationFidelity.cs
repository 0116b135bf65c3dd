using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// How well a filled matrix keeps the gene-gene correlations of a reference: the upper triangles of both correlation matrices (Pearson,
/// over all cells, zeros included) compared entry by entry.
/// </summary>
/// <param name="Pearson">Pearson's correlation of the two sets of gene-gene correlations; NaN if either set is constant.</param>
/// <param name="Rmse">Root mean squared difference of the gene-gene correlations.</param>
/// <param name="Genes">Genes compared: those that vary over the cells in both matrices.</param>
public readonly record struct GeneCorrelationFidelity(double Pearson, double Rmse, int Genes)
{
    /// <summary>Compares two matrices of the same cells and genes, best both in log1p CP10k. Takes memory for 2 x genes x cells
    /// numbers.</summary>
    /// <param name="reference">The matrix whose correlations are right.</param>
    /// <param name="filled">The matrix to judge.</param>
    /// <param name="genes">Columns to compare, in both matrices.</param>
    /// <returns>The agreement; NaN where fewer than two genes vary.</returns>
    /// <exception cref="ArgumentException">The matrices do not have as many cells.</exception>
    public static GeneCorrelationFidelity Compute(CountMatrix reference, CountMatrix filled, ReadOnlySpan<int> genes)
    {
        if (reference.CellCount != filled.CellCount)
            throw new ArgumentException($"{filled.CellCount} filled cells against {reference.CellCount} in the reference; expected the "
                + $"same cells.", nameof(filled));
        var (before, after) = (GeneColumns.Standardized(reference.Cells, genes), GeneColumns.Standardized(filled.Cells, genes));
        var varying = Enumerable.Range(0, before.Length).Where(gene => before[gene] is not null && after[gene] is not null).ToArray();
        var moments = new PairMoments();
        double squares = 0;
        for (var i = 0; i < varying.Length; i++)
            for (var j = i + 1; j < varying.Length; j++)
            {
                var x = TensorPrimitives.Dot<float>(before[varying[i]], before[varying[j]]);
                var y = TensorPrimitives.Dot<float>(after[varying[i]], after[varying[j]]);
                moments.Add(x, y);
                squares += ((double)y - x) * ((double)y - x);
            }
        return new(moments.Pearson, Math.Sqrt(squares / moments.Count), varying.Length);
    }
}
