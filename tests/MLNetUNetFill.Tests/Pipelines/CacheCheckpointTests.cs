using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Pipelines;

/// <summary>ML.NET's checkpoint spares what comes after it the work of what comes before it.</summary>
[Collection(TorchCollection.Name)]
public class CacheCheckpointTests
{
    private readonly MLContext _context = new(1);
    private int _cellsRead;

    [Fact]
    public void Before_the_estimator_the_cells_are_read_once()
    {
        var data = CountedCells();
        using var plain = _context.Transforms.CopyColumns("Raw", "Counts").Append(Estimator()).Fit(data);
        Assert.True(_cellsRead > 60, $"{_cellsRead} cells were read without a checkpoint");

        _cellsRead = 0;
        using var model = _context.Transforms.CopyColumns("Raw", "Counts").AppendCacheCheckpoint(_context).Append(Estimator()).Fit(data);

        Assert.Equal(60, _cellsRead);
        Assert.Equal(plain.LastTransformer.ModelHash, model.LastTransformer.ModelHash);
    }

    [Fact]
    public void After_the_estimator_each_cell_is_scored_once()
    {
        var data = TestCells.View();
        var plain = Clustered(new EstimatorChain<UNetGapFillTransformer>().Append(Estimator()), data);
        Assert.True(UNet(plain).RunCount > 1, "the graph was run once without a checkpoint");

        var model = Clustered(Estimator().AppendCacheCheckpoint(_context), data);

        // The 60 cells are one batch.
        Assert.Equal(1, UNet(model).RunCount);
        Assert.Equal(UNet(plain).ModelHash, UNet(model).ModelHash);
        foreach (var chain in new[] { plain, model }) ((IDisposable)chain).Dispose();
    }

    private static UNetGapFillEstimator Estimator() => new(TestCells.Quick);

    private ITransformer Clustered(EstimatorChain<UNetGapFillTransformer> filling, IDataView data) => filling
        .Append(_context.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 5, seed: 1))
        .Append(_context.Clustering.Trainers.KMeans("Components", numberOfClusters: 3))
        .Fit(data);

    private static UNetGapFillTransformer UNet(ITransformer chain) =>
        Assert.Single(((IEnumerable<ITransformer>)chain).OfType<UNetGapFillTransformer>());

    private IDataView CountedCells()
    {
        var counts = TestCells.Simulated.Counts;
        return TestCells.View(Enumerable.Range(0, counts.CellCount).Select(cell =>
        {
            Interlocked.Increment(ref _cellsRead);
            return TestCells.Dense(counts, cell);
        }), counts.GeneCount, counts.GeneNames);
    }
}
