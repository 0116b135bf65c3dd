using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Pipelines;

[Collection(TorchCollection.Name)]
public class CrossValidationTests
{
    private const int Folds = 3;
    private readonly MLContext _context = new(1);

    [Fact]
    public void Each_fold_fills_and_clusters_cells_that_its_model_has_not_seen()
    {
        var cells = TestCells.Simulated;
        var data = TestCells.View();
        var typeOf = cells.Counts.Barcodes.Zip(cells.Labels).Select(cell => KeyValuePair.Create(cell.First, cell.Second));
        var pipeline = _context.Transforms.Conversion.MapValue("Type", typeOf, "Barcode")
            .Append(_context.Transforms.Conversion.MapValueToKey("Label", "Type"))
            .Append(_context.Transforms.FillGapsWithUNet(options: TestCells.Quick))
            .Append(_context.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 4, seed: 1))
            .Append(_context.Clustering.Trainers.KMeans("Components", numberOfClusters: 3));

        var folds = _context.Clustering.CrossValidate(data, pipeline, Folds, "Label", "Components", seed: 1);

        Assert.Equal(Folds, folds.Count);
        var heldOut = folds.Select(fold => fold.ScoredHoldOutSet.GetColumn<string>("Barcode").ToArray()).ToArray();
        Assert.Equal(cells.Counts.Barcodes.Order(), heldOut.SelectMany(fold => fold).Order());
        var models = folds.Select(fold => ((IEnumerable<ITransformer>)fold.Model).OfType<UNetGapFillTransformer>().Single()).ToArray();
        for (var fold = 0; fold < Folds; fold++)
        {
            Assert.Equal($"{60 - heldOut[fold].Length}", models[fold].Provenance["training_cells"]);
            AssertFilled(folds[fold].ScoredHoldOutSet);
            Assert.InRange(folds[fold].Metrics.NormalizedMutualInformation, 0, 1);
            Assert.InRange(folds[fold].Metrics.AverageDistance, 1e-3, 1e3);
            Assert.InRange(folds[fold].Metrics.DaviesBouldinIndex, 1e-3, 1e3);
        }
        Assert.Equal(Folds, models.Select(model => model.ModelHash).Distinct().Count());
        foreach (var fold in folds) ((IDisposable)fold.Model).Dispose();
    }

    private static void AssertFilled(IDataView scored)
    {
        var filledIn = 0;
        foreach (var (counts, filled) in TestCells.Filled(scored, "Counts").Zip(TestCells.Filled(scored)))
            for (var gene = 0; gene < counts.Length; gene++)
                if (counts[gene] > 0) Assert.Equal(Math.Log(1 + 1e4 * counts[gene] / counts.Sum()), filled[gene], 1e-5);
                else if (filled[gene] > 0) filledIn++;
        Assert.True(filledIn > 100, $"only {filledIn} entries were filled");
    }
}
