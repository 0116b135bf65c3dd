using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Pipelines;

/// <summary>A model that is fitted to one part of the cells and fills the other part.</summary>
[Collection(TorchCollection.Name)]
public class UnseenCellsTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Hidden_counts_of_unseen_cells_are_predicted_nearly_as_well_as_those_of_the_models_own()
    {
        var cells = CellSimulator.Simulate(new SimulationOptions
        {
            Cells = 300, Genes = 120, CellTypes = 4, LibrarySizeLocation = 8,
            GeneModules = 4, ModuleGeneShare = 0.9, ModuleScale = 1, Seed = 3,
        });
        var hidden = HoldOut.Choose(cells.Counts, 0.1, 1);
        var split = _context.Data.TrainTestSplit(TestCells.View(hidden.Corrupted), testFraction: 0.4, seed: 1);
        var options = new UNetGapFillOptions
        {
            Scoring = new() { Policy = FillPolicy.IfExpressed }, HighlyVariableGenes = 0, BaseChannels = 4, Epochs = 8,
                Device = ComputeDevice.Cpu, Threads = 1,
        };
        using var transformer = new UNetGapFillEstimator(options).Fit(split.TrainSet);

        var (seen, unseen) = (Errors(hidden, transformer.Transform(split.TrainSet)), Errors(hidden, transformer.Transform(split.TestSet)));

        var geneMeans = GeneMeans(split.TrainSet);
        var (trivial, zero) = (Errors(hidden, split.TestSet, (_, gene) => geneMeans[gene]), Errors(hidden, split.TestSet, (_, _) => 0));
        var found = $"seen {seen.Rmse}, unseen {unseen.Rmse}, gene mean {trivial.Rmse}, zero {zero.Rmse}";
        Assert.Equal(hidden.Entries.Count, seen.Count + unseen.Count);
        Assert.True(unseen.Rmse < 1.1 * seen.Rmse, found);
        Assert.True(unseen.Rmse < 0.9 * trivial.Rmse, found);
        Assert.True(unseen.Rmse < 0.3 * zero.Rmse, found);
    }

    private static EntryErrors Errors(HoldOut hidden, IDataView filled)
    {
        var values = filled.GetColumn<string>("Barcode").Zip(TestCells.Filled(filled)).ToDictionary();
        return Errors(hidden, filled, (barcode, gene) => values[barcode][gene]);
    }

    /// <summary>Errors in the hidden entries of the cells of a view.</summary>
    private static EntryErrors Errors(HoldOut hidden, IDataView cells, Func<string, int, float> predict)
    {
        var barcodes = cells.GetColumn<string>("Barcode").ToHashSet();
        var entries = hidden.Entries
            .Zip(hidden.Truth(), (entry, truth) => (Barcode: hidden.Corrupted.Barcodes[entry.Cell], entry.Gene, Truth: truth))
            .Where(entry => barcodes.Contains(entry.Barcode)).ToArray();
        var predicted = entries.Select(entry => predict(entry.Barcode, entry.Gene));
        return EntryErrors.Compute([.. entries.Select(entry => entry.Truth)], [.. predicted]);
    }

    /// <summary>Mean of the values of each gene where it is expressed.</summary>
    private static float[] GeneMeans(IDataView cells)
    {
        var rows = TestCells.Filled(cells, "Counts")
            .Select(counts => counts.Select(count => LibrarySize.Log1pCp10k(count, counts.Sum())).ToArray()).ToArray();
        return [.. Enumerable.Range(0, rows[0].Length)
            .Select(gene => rows.Select(row => row[gene]).Where(value => value > 0).DefaultIfEmpty().Average())];
    }
}
