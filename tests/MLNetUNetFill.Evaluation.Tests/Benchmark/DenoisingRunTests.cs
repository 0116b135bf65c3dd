using MLNetUNetFill.Evaluation.Benchmark;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Benchmark;

public sealed class DenoisingRunTests
{
    private static readonly CountMatrix Matrix = Counts.Modules(cells: 60, genes: 40, modules: 3, seed: 7);

    [Fact]
    public void About_nine_tenths_of_the_molecules_are_seen_in_genes_and_cells_that_show_some()
    {
        var run = DenoisingRun.Create(Matrix, seed: 1);

        var share = run.Input.Cells.Values.Sum() / Matrix.Cells.Values.Sum();
        Assert.InRange(share, 0.88, 0.92);
        Assert.Equal(run.Input.CellCount, run.Input.CellsWithCounts().Length);
        Assert.Equal(run.Input.GeneCount, run.Input.Cells.Genes.Distinct().Count());
        Assert.NotEqual(run.Input.Cells.Values, DenoisingRun.Create(Matrix, seed: 2).Input.Cells.Values);
    }

    [Fact]
    public void Genes_of_fewer_than_three_cells_are_left_out()
    {
        var run = DenoisingRun.Create(Counts.Of([90, 90, 0], [90, 90, 0], [90, 0, 90], [90, 90, 90]), seed: 1);
        Assert.Equal(["g0", "g1"], run.Input.GeneNames);

        Assert.Equal("No gene is seen in 3 cells; expected some to denoise.",
            Assert.Throws<GapFillException>(() => DenoisingRun.Create(Counts.Of([5], [5]), seed: 1)).Message);
    }

    [Fact]
    public void A_method_that_learns_beats_the_controls_by_the_likelihood()
    {
        var run = DenoisingRun.Create(Matrix, seed: 1);
        var (zero, share) = (Score(run, new AllZero()), Score(run, new GeneShare()));
        var (none, average) = (Score(run, new NoImputation()), Score(run, new KnnAverageBaseline()));

        Assert.Equal(["all-zero", "gene-share"], run.Controls.SelectMany(control => control.Methods).Select(method => method.Name));
        Assert.True(average.Poisson < share.Poisson && share.Poisson < none.Poisson && none.Poisson < zero.Poisson,
            $"{average} {share} {none} {zero}");
    }

    [Fact]
    public void Logarithms_handed_in_come_before_rates_and_rates_before_the_filled_matrix()
    {
        var run = DenoisingRun.Create(Matrix, seed: 1);
        var filled = new NoImputation().Impute(run.Input, default).Filled;
        var (zeros, rates) = (new float[filled.Length], new GeneShare().Impute(run.Input, default).Rates);

        Assert.Equal(Score(run, new Imputation(filled)), Score(run, new Imputation(zeros) { ExpectedLog = filled, ExpectedRate = rates }));
        Assert.Equal(Score(run, new GeneShare()), Score(run, new Imputation(filled) { ExpectedRate = rates }));
    }

    private static (double Mse, double Poisson) Score(DenoisingRun run, Baseline method) => Score(run, method.Impute(run.Input, default));

    private static (double Mse, double Poisson) Score(DenoisingRun run, Imputation imputation)
    {
        var scores = new Scores();
        run.Measure(imputation, scores, default);
        return (scores[Measures.DenoisingMse]!.Value, scores[Measures.DenoisingPoisson]!.Value);
    }
}
