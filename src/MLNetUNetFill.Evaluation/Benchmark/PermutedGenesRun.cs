using MLNetUNetFill.Evaluation.HoldOuts;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Some genes have been permuted over the cells: measures the correlations that a method gives them.</summary>
internal sealed class PermutedGenesRun : BenchmarkRun
{
    private const int GenesPermuted = 100;

    private readonly PermutedGenes _permuted;
    private readonly double _before;

    private PermutedGenesRun(string name, CountMatrix input, PermutedGenes permuted, CancellationToken cancellation) : base(name, input)
    {
        _permuted = permuted;
        _before = permuted.FalseCorrelationRate(DenseCells.FromSparse(input.Normalize().Cells), cancellation);
    }

    /// <summary>Permutes genes. Cells without a count after it are left out.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="seed">Seed of the permutation.</param>
    /// <param name="cancellation">Ends it.</param>
    public static PermutedGenesRun Create(CountMatrix counts, int seed, CancellationToken cancellation)
    {
        var permuted = PermutedGenes.Create(counts, GenesPermuted, seed, cancellation);
        return new PermutedGenesRun($"permuted genes {seed}", permuted.Counts.SelectCells(permuted.Counts.CellsWithCounts()), permuted,
            cancellation);
    }

    /// <inheritdoc />
    public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation)
    {
        scores.Add(Measures.FalseCorrelations, _permuted.FalseCorrelationRate(imputation.Filled, cancellation));
        scores.Add(Measures.FalseCorrelationsBefore, _before);
    }
}
