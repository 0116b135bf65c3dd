using MLNetUNetFill.Hiding;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>
/// The denoising task of the Open Problems benchmark (Luecken et al., Nature Biotechnology 2025): the methods see nine tenths of the
/// molecules, and what they make of them is compared with the other tenth.
/// </summary>
/// <param name="name">Name in reports.</param>
/// <param name="seen">Nine tenths.</param>
/// <param name="unseen">The other tenth.</param>
internal sealed class DenoisingRun(string name, CountMatrix seen, CountMatrix unseen) : BenchmarkRun(name, seen)
{
    /// <summary>Depth of the unseen part, as a multiple of the seen one's.</summary>
    public const float UnseenDepth = (float)((1 - SeenShare) / SeenShare);

    private const double SeenShare = 0.9;
    private const int FewestCells = 3;

    private static readonly IImputer[] NoMethods = [new BaselineImputer(new AllZero()), new BaselineImputer(new GeneShare())];

    /// <inheritdoc />
    public override IReadOnlyList<IImputer> Controls => NoMethods;

    /// <summary>Splits the molecules. Genes that fewer than 3 cells show are left out, as the benchmark does; so are genes and cells of
    /// which nothing is seen.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="seed">Seed of the split.</param>
    /// <exception cref="GapFillException">No gene is left.</exception>
    public static DenoisingRun Create(CountMatrix counts, int seed)
    {
        var (seen, unseen) = CountThinning.Split(counts, SeenShare, seed);
        int[] genes = [.. counts.Cells.Genes.CountBy(gene => gene).Where(shown => shown.Value >= FewestCells).Select(shown => shown.Key)
            .Intersect(seen.Cells.Genes).Order()];
        if (genes.Length == 0)
            throw new GapFillException($"No gene is seen in {FewestCells} cells; expected some to denoise.");
        seen = seen.SelectGenes(genes);
        var cells = seen.CellsWithCounts();
        return new DenoisingRun($"denoising {seed}", seen.SelectCells(cells), unseen.SelectGenes(genes).SelectCells(cells));
    }

    /// <inheritdoc />
    public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation)
    {
        var error = DenoisingError.Compute(Input, unseen, imputation.Denoised);
        scores.Add(Measures.DenoisingMse, error.Mse);
        scores.Add(Measures.DenoisingPoisson, error.Poisson);
    }
}
