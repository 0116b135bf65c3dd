using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Every entry, observed or not, becomes the gene's mean log1p CP10k over the cell's nearest neighbours, zeros included and the cell itself
/// excluded. Neighbours are found on principal components of log1p CP10k.
/// </summary>
public sealed record KnnAverageBaseline : Baseline
{
    /// <summary>Number of neighbours. Default 15, at least 1; all other cells if there are fewer.</summary>
    public int Neighbours { get; init => field = OptionRange.AtLeast(1, value, nameof(Neighbours)); } = 15;

    /// <summary>Number of principal components. Default 30, at least 1.</summary>
    public int Components { get; init => field = OptionRange.AtLeast(1, value, nameof(Components)); } = 30;

    /// <inheritdoc/>
    public override string Name => "knn-average";

    /// <inheritdoc/>
    public override string Source => "Nearest-neighbour regression: Fix and Hodges, 1951; Cover and Hart, IEEE Transactions on "
        + "Information Theory 13:21-27, 1967, on principal components of cells";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        var cells = counts.Normalize().Cells;
        if (cells.CellCount < 2) return new Imputation(DenseCells.FromSparse(cells));
        return new Imputation(CellNeighbours.Impute(cells,
            CellNeighbours.Find(cells, Neighbours, Components, cancellation), cancellation,
            (around, neighbours, row) => TensorPrimitives.Divide(around.Sums, neighbours, row)));
    }
}
