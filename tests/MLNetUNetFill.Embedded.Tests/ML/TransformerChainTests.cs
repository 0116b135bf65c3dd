using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class TransformerChainTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Schema_and_data_go_through_all_transformers()
    {
        var data = TestRows.Load(_context);
        var chain = new DoublingTransformer().Append(_context.Transforms.DropColumns("Size").Fit(new DoublingTransformer().Transform(data)));

        Assert.Equal(["Name", "Values", "Doubled"], chain.GetOutputSchema(data.Schema).Select(column => column.Name));
        Assert.Equal([2, 4, 8], chain.Transform(data).GetColumn<float>("Doubled"));
    }

    [Fact]
    public void A_chain_of_row_mappers_maps_rows()
    {
        ITransformer chain = new DoublingTransformer().Append(_context.Transforms.CopyColumns("Copy", "Doubled").Fit(
            new DoublingTransformer().Transform(TestRows.Load(_context))));
        var data = TestRows.Load(_context);
        Assert.True(chain.IsRowToRowMapper);

        var mapper = chain.GetRowToRowMapper(data.Schema);
        var copy = mapper.OutputSchema["Copy"];
        Assert.Same(data.Schema, mapper.InputSchema);
        Assert.Equal(["Size"], mapper.GetDependencies([copy]).Select(column => column.Name));

        using var cursor = data.GetRowCursor(mapper.GetDependencies([copy]));
        using var row = mapper.GetRow(cursor, [copy]);
        var getter = row.GetGetter<float>(copy);
        Assert.True(cursor.MoveNext());
        var value = 0f;
        getter(ref value);
        Assert.Equal(2, value);
        Assert.Equal(0, row.Position);
    }

    [Fact]
    public void Scopes_choose_the_transformers()
    {
        var data = TestRows.Load(_context);
        var copy = _context.Transforms.CopyColumns("Copy", "Size").Fit(data);
        var chain = new TransformerChain<ITransformer>(
            [copy, new DoublingTransformer()], [TransformerScope.Training, TransformerScope.Everything]);

        Assert.Null(chain.GetOutputSchema(data.Schema).GetColumnOrNull("Copy"));
        Assert.NotNull(chain.GetOutputSchema(data.Schema, TransformerScope.Training).GetColumnOrNull("Copy"));
        Assert.Single(chain.GetModelFor(TransformerScope.Scoring));
    }

    [Fact]
    public void Disposing_the_chain_disposes_its_transformers()
    {
        var inner = new DoublingTransformer();
        new TransformerChain<ITransformer>(inner).Dispose();

        Assert.True(inner.IsDisposed);
    }
}
