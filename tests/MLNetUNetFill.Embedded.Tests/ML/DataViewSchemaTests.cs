using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class DataViewSchemaTests
{
    [Fact]
    public void The_last_of_two_columns_with_one_name_hides_the_other()
    {
        var schema = Schema("A", "B", "A");

        Assert.Equal(3, schema.Count);
        Assert.Equal(2, schema["A"].Index);
        Assert.True(schema[0].IsHidden);
        Assert.False(schema[2].IsHidden);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Schema("A")["B"]);

        Assert.Contains("Column 'B' not found", error.Message);
        Assert.Null(Schema("A").GetColumnOrNull("B"));
    }

    [Fact]
    public void An_index_beyond_the_end_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Schema("A")[1]);

    [Fact]
    public void Columns_keep_their_annotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var first = new DataViewSchema.Builder();
        first.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());
        var second = new DataViewSchema.Builder();
        second.AddColumns(first.ToSchema());

        Assert.True(second.ToSchema()["A"].IsNormalized());
    }

    [Fact]
    public void An_annotation_is_read_only_as_its_own_type()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Number", NumberDataViewType.Int32, 3);
        var annotations = builder.ToAnnotations();

        var value = 0;
        annotations.GetValue("Number", ref value);
        Assert.Equal(3, value);
        var wrong = 0f;
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Number", ref wrong));
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Nothing", ref value));
    }

    [Fact]
    public void Selected_annotations_are_taken_over()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("One", NumberDataViewType.Int32, 1);
        builder.AddPrimitiveValue("Two", NumberDataViewType.Int32, 2);
        var some = new DataViewSchema.Annotations.Builder();
        some.Add(builder.ToAnnotations(), kind => kind == "Two");

        Assert.Equal(["Two"], some.ToAnnotations().Schema.Select(annotation => annotation.Name));
    }

    [Fact]
    public void A_getter_must_fit_the_type_of_its_annotation() =>
        Assert.ThrowsAny<ArgumentException>(() => new DataViewSchema.Annotations.Builder().Add(
            "One", NumberDataViewType.Single, (ref int value) => value = 1));

    [Fact]
    public void Slot_names_count_only_if_there_is_one_for_each_slot()
    {
        Assert.True(Vector(slots: 2, names: 2).HasSlotNames());
        Assert.False(Vector(slots: 3, names: 2).HasSlotNames());
        Assert.False(Schema("A")["A"].HasSlotNames());
    }

    private static DataViewSchema.Column Vector(int slots, int names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            "SlotNames",
            new VectorDataViewType(TextDataViewType.Instance, names),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(names, new ReadOnlyMemory<char>[names]));
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, slots), annotations.ToAnnotations());
        return schema.ToSchema()["V"];
    }

    private static DataViewSchema Schema(params string[] names)
    {
        var schema = new DataViewSchema.Builder();
        foreach (var name in names)
            schema.AddColumn(name, NumberDataViewType.Single);
        return schema.ToSchema();
    }
}
