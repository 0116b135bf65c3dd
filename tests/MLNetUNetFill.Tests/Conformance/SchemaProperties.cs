using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Schemas: what is promised, what is delivered, and that it is one object.</summary>
internal static class SchemaProperties
{
    public static void Estimator_promises_the_shape_that_the_transformer_delivers(ConformanceSubject subject)
    {
        foreach (var view in Variants(subject))
        {
            var promised = subject.Estimator(default).GetOutputSchema(Shapes.Of(view));
            Assert.Equal(Shapes.Describe(Shapes.Of(subject.Transformer().Transform(view))), Shapes.Describe(promised));
        }
    }

    public static void Transform_has_the_schema_of_GetOutputSchema(ConformanceSubject subject)
    {
        foreach (var view in Variants(subject))
            Same.Schema(subject.Transformer().GetOutputSchema(view.Schema), subject.Transformer().Transform(view).Schema);
    }

    public static void One_view_has_one_schema_object(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.View());
        Assert.Same(view.Schema, view.Schema);
        foreach (var columns in new[] { view.Schema.ToArray(), [view.Schema["Name"]], [] })
        {
            using var cursor = view.GetRowCursor(columns);
            Assert.Same(view.Schema, cursor.Schema);
            cursor.MoveNext();
            Assert.Same(view.Schema, cursor.Schema);
            foreach (var part in view.GetRowCursorSet(columns, 3))
            {
                Assert.Same(view.Schema, part.Schema);
                part.Dispose();
            }
        }
    }

    public static void Input_columns_stay_as_they_are_in_their_places(ConformanceSubject subject)
    {
        foreach (var input in Variants(subject))
        {
            var output = subject.Transformer().Transform(input).Schema;
            for (var i = 0; i < input.Schema.Count; i++)
            {
                Assert.Equal((input.Schema[i].Name, input.Schema[i].Type, i), (output[i].Name, output[i].Type, output[i].Index));
                Assert.Equal(subject.Outputs.Contains(output[i].Name), output[i].IsHidden);
                Assert.Equal(AnnotationsOf(input.Schema[i]), AnnotationsOf(output[i]));
            }
            Assert.Equal(subject.Outputs, output.Skip(input.Schema.Count).Select(column => column.Name));
        }
    }

    public static void Outputs_are_vectors_of_all_genes_with_their_names(ConformanceSubject subject)
    {
        var schema = subject.Transformer().Transform(Cells.View()).Schema;
        foreach (var name in subject.Outputs)
        {
            var type = Assert.IsType<VectorDataViewType>(schema[name].Type);
            IReadOnlyList<string> expected = name == "Novelty" ? [name] : Cells.GeneNames;
            Assert.Equal((expected.Count, NumberDataViewType.Single), (type.Size, type.ItemType));
            VBuffer<ReadOnlyMemory<char>> slots = default;
            schema[name].GetSlotNames(ref slots);
            Assert.Equal(expected, slots.DenseValues().Select(slot => slot.ToString()));
        }
    }

    public static void A_column_with_the_name_of_an_output_is_hidden_and_kept(ConformanceSubject subject)
    {
        var view = subject.Transformer().Transform(Cells.WithColumnNamed(subject.Outputs[0]));
        Assert.Equal(1, view.Schema.Count(column => column.Name == subject.Outputs[0] && !column.IsHidden));
        Same.Rows(subject, RowValues.Of(subject.Transformer().Transform(Cells.View()), subject.Outputs[0]),
            RowValues.Of(view, subject.Outputs[0]));

        using var cursor = view.GetRowCursor([view.Schema[0]]);
        var hidden = cursor.GetGetter<int>(view.Schema[0]);
        var value = -1;
        for (var row = 0; cursor.MoveNext(); row++)
        {
            hidden(ref value);
            Assert.Equal(row, value);
        }
    }

    public static void Of_two_columns_of_counts_the_visible_one_is_read(ConformanceSubject subject)
    {
        var hidden = ProbeColumn.Scalar(Cells.Counts, NumberDataViewType.Double, row => (double)row);
        var input = new ProbeView([hidden, .. Cells.View().Columns], Cells.Rows.Count);
        Same.Rows(subject, RowValues.Of(subject.Transformer().Transform(Cells.View())),
            RowValues.Of(subject.Transformer().Transform(input)));
        Assert.Equal(0, hidden.Reads);
    }

    /// <summary>Inputs whose columns differ in what a schema can differ in.</summary>
    private static IEnumerable<ProbeView> Variants(ConformanceSubject subject) =>
    [
        Cells.View(), Cells.View(Cells.Mixed(null)), Cells.View(Cells.Mixed(Cells.ManyAnnotations())),
            .. subject.Outputs.Select(Cells.WithColumnNamed),
    ];

    private static string AnnotationsOf(DataViewSchema.Column column) => string.Join("; ", column.Annotations.Schema.Select(kind =>
    {
        VBuffer<ReadOnlyMemory<char>> texts = default;
        if (kind.Type is VectorDataViewType) column.Annotations.GetValue(kind.Name, ref texts);
        return $"{kind.Name} {kind.Type}: {string.Join(',', texts.DenseValues())}";
    }));
}
