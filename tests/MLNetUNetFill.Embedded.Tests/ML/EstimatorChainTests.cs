using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class EstimatorChainTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void The_schema_is_propagated_before_anything_is_fitted()
    {
        var estimator = new DoublingEstimator();
        var chain = estimator.Append(_context.Transforms.CopyColumns("Copy", "Nothing"));

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(TestRows.Load(_context)));

        Assert.Contains("Could not find input column 'Nothing'", error.Message);
        Assert.Equal(["GetOutputSchema"], estimator.Calls);
    }

    [Fact]
    public void Estimators_are_fitted_one_after_the_other()
    {
        var model = new DoublingEstimator().Append(_context.Transforms.Concatenate("All", "Size", "Doubled")).Fit(TestRows.Load(_context));

        Assert.Equal([4, 8], model.Transform(TestRows.Load(_context)).GetColumn<float[]>("All").Last());
        Assert.IsType<ColumnConcatenatingTransformer>(model.LastTransformer);
        Assert.Equal(2, model.Count());
    }

    [Fact]
    public void An_empty_chain_changes_nothing()
    {
        var data = TestRows.Load(_context);
        var model = new EstimatorChain<ITransformer>().Fit(data);

        Assert.Same(data, model.Transform(data));
    }

    [Fact]
    public void A_checkpoint_caches_for_the_estimators_behind_it()
    {
        var source = new ProbeDataView();
        _context.Transforms.CopyColumns("C", "A")
            .AppendCacheCheckpoint(_context)
            .Append(_context.Transforms.NormalizeMinMax("N", "C"))
            .Append(_context.Transforms.NormalizeMinMax("M", "C"))
            .Fit(source);

        Assert.Equal(["A"], source.Requests);
    }

    [Fact]
    public void A_fitted_transformer_can_be_caught()
    {
        ITransformer? caught = null;
        var model = _context.Transforms.CopyColumns("C", "Size")
            .WithOnFitDelegate(transformer => caught = transformer)
            .Append(_context.Transforms.DropColumns("Name"))
            .Fit(TestRows.Load(_context));

        Assert.Same(model.First(), caught);
    }
}
