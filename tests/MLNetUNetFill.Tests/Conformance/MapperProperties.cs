using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Single rows: the row mapper and the prediction engine on top of it.</summary>
internal static class MapperProperties
{
    public static void Rows_are_mapped_as_views_are(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        var input = Cells.View();
        if (!transformer.IsRowToRowMapper)
        {
            var error = Record.Exception(() => transformer.GetRowToRowMapper(input.Schema));
            Assert.True(error is InvalidOperationException or NotSupportedException,
                $"expected a refusal, got {error?.ToString() ?? "none"}");
            return;
        }
        var expected = RowValues.Of(transformer.Transform(input));
        var actual = ReadRows(transformer, input);
        Same.Rows(subject, expected, actual);
        Assert.Equal(expected.Select(row => (row.Position, row.Batch)), actual.Select(row => (row.Position, row.Batch)));
        Assert.Equal(0, input.Open);
    }

    public static void A_cell_does_not_depend_on_the_others(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        if (!transformer.IsRowToRowMapper) return;
        var expected = RowValues.Of(transformer.Transform(Cells.View()));
        Same.Rows(subject, [expected[0]], RowValues.Of(transformer.Transform(Cells.View(rows: 1))));
        Same.Rows(subject, expected[..5], RowValues.Of(transformer.Transform(Cells.View(rows: 5))));
    }

    public static void A_mapper_has_the_schema_of_its_rows(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        if (!transformer.IsRowToRowMapper) return;
        var input = Cells.View();
        var mapper = transformer.GetRowToRowMapper(input.Schema);
        Assert.Same(input.Schema, mapper.InputSchema);
        Assert.Same(mapper.OutputSchema, mapper.OutputSchema);
        Same.Schema(transformer.GetOutputSchema(input.Schema), mapper.OutputSchema);
        using var row = mapper.GetRow(input.GetRowCursor(input.Schema), mapper.OutputSchema);
        Assert.Same(mapper.OutputSchema, row.Schema);
    }

    public static void Dependencies_are_enough_and_no_more(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        if (!transformer.IsRowToRowMapper) return;
        var input = Cells.View();
        var mapper = transformer.GetRowToRowMapper(input.Schema);
        Assert.Empty(Dependencies());
        Assert.Equal(["Name", "Weight"], Dependencies("Name", "Weight"));
        Assert.Equal([Cells.Counts], Dependencies([.. subject.Outputs]));
        Assert.Equal([Cells.Counts, "Weight"], Dependencies("Weight", subject.Outputs[^1]));
        foreach (var output in subject.Outputs) Same.Rows(subject, RowValues.Of(transformer.Transform(input)),
            ReadRows(transformer, input, output));

        string[] Dependencies(params string[] names) =>
            [.. mapper.GetDependencies(names.Select(name => mapper.OutputSchema[name])).OrderBy(column => column.Index)
            .Select(column => column.Name)];
    }

    public static void A_row_computes_what_was_asked_for(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        if (!transformer.IsRowToRowMapper) return;
        var input = Cells.View();
        var mapper = transformer.GetRowToRowMapper(input.Schema);
        using var row = mapper.GetRow(input.GetRowCursor(input.Schema), [mapper.OutputSchema["Name"]]);
        Assert.True(row.IsColumnActive(mapper.OutputSchema["Name"]));
        foreach (var output in subject.Outputs)
        {
            Assert.False(row.IsColumnActive(mapper.OutputSchema[output]));
            var error = Record.Exception(() => row.GetGetter<VBuffer<float>>(mapper.OutputSchema[output]));
            Assert.True(error is ArgumentOutOfRangeException or InvalidOperationException,
                $"an inactive column's getter gave {error?.GetType().Name ?? "a value"}");
        }
        using var active = mapper.GetRow(input.GetRowCursor(input.Schema), mapper.OutputSchema);
        Assert.ThrowsAny<InvalidOperationException>(() => active.GetGetter<VBuffer<double>>(mapper.OutputSchema[subject.Outputs[0]]));
        Assert.Equal(0, input[Cells.Counts].Reads);
    }

    public static void Rows_are_mapped_in_a_chain_as_views_are(ConformanceSubject subject)
    {
        var (context, input, transformer) = (new MLContext(1), Cells.View(), subject.Transformer());
        if (!transformer.IsRowToRowMapper) return;
        var before = context.Transforms.CopyColumns("Copy", Cells.Counts).Fit(input);
        var after = context.Transforms.CopyColumns("Again", subject.Outputs[^1]).Fit(transformer.Transform(input));
        ITransformer chain = new TransformerChain<ITransformer>(before, transformer, after);
        Assert.True(chain.IsRowToRowMapper);
        Same.Rows(subject with { Outputs = [.. subject.Outputs, "Again"] }, RowValues.Of(chain.Transform(input)), ReadRows(chain, input));
    }

    public static void A_row_of_another_schema_is_refused(ConformanceSubject subject)
    {
        var transformer = subject.Transformer();
        if (!transformer.IsRowToRowMapper) return;
        var other = Cells.View(Cells.AllDense());
        var mapper = transformer.GetRowToRowMapper(Cells.View().Schema);
        using var row = other.GetRowCursor(other.Schema);
        var error = Record.Exception(() => mapper.GetRow(row, mapper.OutputSchema));
        Assert.True(error is ArgumentException or InvalidOperationException, $"expected a refusal, got {error?.ToString() ?? "none"}");
    }

    public static void A_prediction_engine_gives_the_rows_of_Transform(ConformanceSubject subject)
    {
        var transformer = subject.Disposable();
        if (!transformer.IsRowToRowMapper) return;
        var expected = RowValues.Of(transformer.Transform(Cells.View()));
        using var engine = Engine(transformer, subject);
        var reused = new Filled();
        for (var row = 0; row < expected.Length; row++)
        {
            var filled = engine.Predict(new() { Counts = Cells.Rows[row], Name = $"cell{row}" });
            Assert.Equal($"cell{row}", filled.Name);
            Same.Row(subject, expected[row], Of(filled));
            engine.Predict(new() { Counts = Cells.Rows[row] }, ref reused);
            Same.Row(subject, expected[row], Of(reused));
        }

        RowValues Of(Filled filled) => new(default, 0, 0, new Dictionary<string, object> { [subject.Outputs[0]] = filled.Values });
    }

    /// <summary>An engine over the subject's first output. It owns the transformer.</summary>
    public static PredictionEngine<Cell, Filled> Engine(ITransformer transformer, ConformanceSubject subject)
    {
        var (input, output) = (SchemaDefinition.Create(typeof(Cell)), SchemaDefinition.Create(typeof(Filled)));
        input[nameof(Cell.Counts)].ColumnType = Cells.CountsType;
        output[nameof(Filled.Values)].ColumnName = subject.Outputs[0];
        return new MLContext(1).Model.CreatePredictionEngine<Cell,
            Filled>(transformer, inputSchemaDefinition: input, outputSchemaDefinition: output);
    }

    /// <summary>Reads a view through the row mapper, of whose dependencies only the input knows.</summary>
    public static RowValues[] ReadRows(ITransformer transformer, ProbeView input, params string[] columns)
    {
        var mapper = transformer.GetRowToRowMapper(input.Schema);
        DataViewSchema.Column[] active = columns.Length > 0
            ? [.. columns.Select(name => mapper.OutputSchema[name])] : [.. mapper.OutputSchema.Where(column => !column.IsHidden)];
        var cursor = input.GetRowCursor(mapper.GetDependencies(active));
        using var row = mapper.GetRow(cursor, active);
        var read = RowValues.Reader(row);
        var rows = new List<RowValues>();
        while (cursor.MoveNext()) rows.Add(read());
        return [.. rows];
    }

    internal sealed class Cell
    {
        public float[] Counts { get; set; } = [];
        public string Name { get; set; } = "";
    }

    internal sealed class Filled
    {
        public string Name { get; set; } = "";
        public float[] Values { get; set; } = [];
    }
}
