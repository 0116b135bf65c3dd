using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class DcaBaselineTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Entries_are_denoised_towards_the_kind_of_the_cell(bool thinning)
    {
        // Two kinds of cells: each shows half of the genes, at 4 molecules on average, and hardly any of the others.
        var random = new Random(3);
        var counts = Counts.Of([.. Enumerable.Range(0, 60).Select(cell =>
            Enumerable.Range(0, 16).Select(gene => (float)(gene % 2 == cell % 2 ? random.Next(9) : random.Next(10) / 9)).ToArray())]);

        var imputation = new DcaBaseline { ThinningTraining = thinning, Epochs = 150, Patience = 150, RatePatience = 150,
            LearningRate = 5e-3 }.Impute(counts, default);

        // Zeros of the cell's own genes are filled with far more than zeros of the others.
        double MeanOfZeros(int sameKind) => Enumerable.Range(0, 60 * 16)
            .Where(i => (i % 16 + i / 16) % 2 != sameKind && counts[i / 16, i % 16] == 0).Average(i => imputation.Filled[i]);
        Assert.InRange(MeanOfZeros(1) - MeanOfZeros(0), 1, 6);
        Assert.All(imputation.DetectionProbability!, p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void The_filled_matrix_is_the_rate_in_log1p_cp10k()
    {
        var counts = Counts.Random(3, cells: 10, genes: 6);

        var imputation = new DcaBaseline { Epochs = 2 }.Impute(counts, default);

        double[][] rates = [.. imputation.ExpectedRate!.Chunk(6).Select(row => row.Select(rate => (double)rate).ToArray())];
        Naive.AssertEqual(Naive.Log1pCp10k(rates), imputation.Filled);
    }

    [Fact]
    public void Another_seed_gives_another_result()
    {
        var counts = Counts.Random(3, cells: 10, genes: 6);

        Assert.NotEqual(new DcaBaseline { Epochs = 2 }.Impute(counts, default).Filled,
            new DcaBaseline { Epochs = 2, Seed = 1 }.Impute(counts, default).Filled);
    }

    [Fact]
    public void Too_few_cells_are_refused() =>
        Assert.Contains("dca: found 2 cells; expected at least 3",
        Assert.Throws<GapFillException>(() => new DcaBaseline().Impute(Counts.Of([1, 2], [3, 4]), default)).Message);

    [Fact]
    public void The_two_trainings_have_names_of_their_own() =>
        Assert.Equal(("dca", "dca-thinned"), (new DcaBaseline().Name, new DcaBaseline { ThinningTraining = true }.Name));
}
