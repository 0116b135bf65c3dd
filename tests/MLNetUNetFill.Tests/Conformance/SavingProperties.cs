using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>A saved model gives what it gave before, or it says that it cannot be saved.</summary>
internal static class SavingProperties
{
    public static void A_reloaded_model_gives_the_same_schema_and_values(ConformanceSubject subject)
    {
        var context = new MLContext(1);
        var input = context.Data.LoadFromEnumerable(Cells.Rows.Select(row => new MapperProperties.Cell { Counts = row }), Definition());
        var transformer = subject.Transformer();
        using var stream = new MemoryStream();
        try
        {
            context.Model.Save(transformer, input.Schema, stream);
        }
        catch (NotSupportedException e)
        {
            Assert.Contains("no model to save", e.Message);
            return;
        }
        stream.Position = 0;
        var reloaded = context.Model.Load(stream, out var schema);
        try
        {
            Same.Schema(input.Schema, schema);
            var (before, after) = (transformer.Transform(input), reloaded.Transform(input));
            Same.Schema(before.Schema, after.Schema);
            Assert.Equal(transformer.IsRowToRowMapper, reloaded.IsRowToRowMapper);
            Same.Rows(subject, RowValues.Of(before), RowValues.Of(after));
        }
        finally
        {
            (reloaded as IDisposable)?.Dispose();
        }
    }

    private static SchemaDefinition Definition()
    {
        var definition = SchemaDefinition.Create(typeof(MapperProperties.Cell));
        definition[nameof(MapperProperties.Cell.Counts)].ColumnType = Cells.CountsType;
        return definition;
    }
}
