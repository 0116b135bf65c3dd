using MLNetUNetFill.Evaluation.HoldOuts;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Some genes have been permuted over the cells: measures the correlations that a method gives them.</summary>
/// <param name="name">Name in reports.</param>
/// <param name="input">The cells that have a count.</param>
/// <param name="permuted">The genes.</param>
/// <param name="before">The false correlations without any filling.</param>
internal sealed class PermutedGenesRun(string name, CountMatrix input, PermutedGenes permuted, double before) : BenchmarkRun(name, input)
{
    private const int GenesPermuted = 100;

    /// <summary>Permutes genes. Cells without a count after it are left out.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="seed">Seed of the permutation.</param>
    /// <param name="cancellation">Ends it.</param>
    public static PermutedGenesRun Create(CountMatrix counts, int seed, CancellationToken cancellation)
    {
        var permuted = PermutedGenes.Create(counts, GenesPermuted, seed, cancellation);
        var input = permuted.Counts.SelectCells(permuted.Counts.CellsWithCounts());
        var before = permuted.FalseCorrelationRate(DenseCells.FromSparse(input.Normalize().Cells), cancellation);
        return new PermutedGenesRun($"permuted genes {seed}", input, permuted, before);
    }

    /// <inheritdoc />
    public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation)
    {
        scores.Add(Measures.FalseCorrelations, permuted.FalseCorrelationRate(imputation.Filled, cancellation));
        scores.Add(Measures.FalseCorrelationsBefore, before);
    }
}
