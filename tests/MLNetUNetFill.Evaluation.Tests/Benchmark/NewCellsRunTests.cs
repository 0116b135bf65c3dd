using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Evaluation.Benchmark;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Benchmark;

public sealed class NewCellsRunTests
{
    private static readonly CountMatrix Matrix = Counts.Modules(cells: 41, genes: 30, modules: 3, seed: 7);

    [Fact]
    public void Half_of_the_cells_are_filled_by_a_network_of_the_others_and_by_one_of_all()
    {
        foreach (NewCellsRun[] runs in (NewCellsRun[][])[[.. NewCellsRun.Entries("h", HoldOut.Choose(Matrix), null, 1, 1)],
            [.. NewCellsRun.Thinning(Matrix, 1)]])
        {
            var (unseen, known) = (runs[0], runs[1]);
            Assert.Equal((21, 20, 41, 20), (unseen.Training.CellCount, unseen.Input.CellCount, known.Training.CellCount,
                known.Input.CellCount));
            Assert.Equal(known.Training.Barcodes.Order(), unseen.Training.Barcodes.Concat(unseen.Input.Barcodes).Order());
            Assert.Equal(unseen.Input.Barcodes, known.Input.Barcodes);
            Assert.All(runs, run => Assert.False(run.Takes(new BaselineImputer(new NoImputation()))));
            Assert.All(runs, run => Assert.True(run.Takes(new UNetImputer(new UNetGapFillOptions()))));
        }
        Assert.NotEqual(NewCellsRun.Thinning(Matrix, 1).First().Input.Barcodes, NewCellsRun.Thinning(Matrix, 2).First().Input.Barcodes);
    }

    [Fact]
    public void The_entries_of_these_cells_are_asked_back()
    {
        var holdOut = HoldOut.Choose(Matrix);
        var runs = NewCellsRun.Entries("h", holdOut, null, 1, 1).ToArray();
        var input = runs[0].Input;
        // Right at every entry but for one standard deviation.
        var complete = DenseCells.Zeros(input.CellCount, input.GeneCount);
        var truth = holdOut.Entries.Zip(holdOut.Truth()).ToLookup(pair => Matrix.Barcodes[pair.First.Cell]);
        for (var cell = 0; cell < input.CellCount; cell++)
            foreach (var (entry, value) in truth[input.Barcodes[cell]]) complete[cell * input.GeneCount + entry.Gene] = value + 0.5f;

        var scores = Measured(runs[0], new Imputation(complete) { Uncertainty = [.. complete.Select(_ => 0.5f)] });
        var known = Measured(runs[1], new Imputation(complete) { Uncertainty = [.. complete.Select(_ => 0.1f)] });

        Assert.Equal(0.5, scores[Measures.CellsRmse.New]!.Value, 1e-5);
        Assert.Equal(1, scores[Measures.CellsPearson.New]!.Value, 1e-5);
        Assert.Equal((1.0, 0.0), (scores[Measures.CellsCoverage.New], known[Measures.CellsCoverage.Known]));
        Assert.Equal(scores[Measures.CellsRmse.New], known[Measures.CellsRmse.Known]);
        Assert.Equal(3, scores.ToDictionary().Count);
    }

    [Fact]
    public void The_deviance_is_that_of_the_half_that_was_not_seen()
    {
        var (unseen, known) = (NewCellsRun.Thinning(Matrix, 1).First(), NewCellsRun.Thinning(Matrix, 1).Last());
        var none = new NoImputation().Impute(unseen.Input, default);
        var average = new KnnAverageBaseline().Impute(unseen.Input, default);

        Assert.True(Measured(unseen, average)[Measures.CellsDeviance.New] < Measured(unseen, none)[Measures.CellsDeviance.New]);
        Assert.Equal(Measured(unseen, none)[Measures.CellsDeviance.New], Measured(known, none)[Measures.CellsDeviance.Known]);
    }

    [Fact]
    public void The_clusters_of_these_cells_are_compared_with_their_own_labels()
    {
        string[] types = [.. Enumerable.Range(0, Matrix.CellCount).Select(cell => cell % 2 == 0 ? "even" : "odd")];
        var runs = NewCellsRun.Entries("h", HoldOut.Choose(Matrix), types, 1, 2).ToArray();
        var (names, input) = (Matrix.Barcodes.ToList(), runs[0].Input);
        // Two groups of cells that no method could take for one.
        float[] parted = [.. input.Barcodes.SelectMany(barcode => Enumerable.Range(0, input.GeneCount)
            .Select(gene => types[names.IndexOf(barcode)] == "even" == gene < 15 ? 3f : 0.1f))];

        Assert.Equal(1, Measured(runs[0], new Imputation(parted))[Measures.CellsAri.New]);
        Assert.Equal(1, Measured(runs[1], new Imputation(parted))[Measures.CellsAri.Known]);
        var left = runs[0].Input.Barcodes.ToHashSet();
        string[] alike = [.. Matrix.Barcodes.Select(barcode => left.Contains(barcode) ? "left" : "seen")];
        Assert.Null(Measured(NewCellsRun.Entries("h", HoldOut.Choose(Matrix), alike, 1, 2).First(),
            new Imputation(parted))[Measures.CellsAri.New]);
    }

    [Fact]
    public void A_hold_out_without_an_entry_in_these_cells_is_refused()
    {
        var cell = Matrix.Barcodes.ToList().IndexOf(NewCellsRun.Thinning(Matrix, 1).First().Training.Barcodes[0]);
        var holdOut = HoldOut.Remove(Matrix, [(cell, Matrix.GenesOf(cell)[0])]);

        Assert.StartsWith("h has no entry in the 20 cells that are held out; expected at least 1",
            Assert.Throws<GapFillException>(() => NewCellsRun.Entries("h", holdOut, null, 1, 1).ToArray()).Message, StringComparison.Ordinal);
    }

    private static Scores Measured(NewCellsRun run, Imputation imputation)
    {
        var scores = new Scores();
        run.Measure(imputation, scores, default);
        return scores;
    }
}
