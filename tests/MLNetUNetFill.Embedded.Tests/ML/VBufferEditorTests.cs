using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class VBufferEditorTests
{
    [Fact]
    public void Values_and_indices_make_a_sparse_vector()
    {
        VBuffer<float> vector = default;
        var editor = VBufferEditor.Create(ref vector, 5, 2);
        editor.Values[0] = 7;
        editor.Values[1] = 9;
        editor.Indices[0] = 1;
        editor.Indices[1] = 3;
        vector = editor.Commit();

        Assert.Equal([0, 7, 0, 9, 0], vector.DenseValues());
    }

    [Fact]
    public void Committing_fewer_values_makes_a_vector_sparse()
    {
        VBuffer<float> vector = default;
        var editor = VBufferEditor.Create(ref vector, 3, requireIndicesOnDense: true);
        editor.Values[0] = 4;
        editor.Indices[0] = 2;
        vector = editor.CommitTruncated(1);

        Assert.Equal([0, 0, 4], vector.DenseValues());
    }

    [Fact]
    public void Only_a_buffer_too_small_is_replaced()
    {
        VBuffer<float> vector = new(2, new float[2]);

        Assert.False(VBufferEditor.Create(ref vector, 2).CreatedNewValues);
        Assert.True(VBufferEditor.Create(ref vector, 3).CreatedNewValues);
    }

    [Fact]
    public void An_editor_of_a_vector_shows_its_values()
    {
        VBuffer<float> vector = new(2, [1, 2]);
        var editor = VBufferEditor.CreateFromBuffer(ref vector);
        editor.Values[0] = 5;

        Assert.Equal([5, 2], editor.Commit().DenseValues());
    }

    [Fact]
    public void More_values_than_slots_are_refused()
    {
        VBuffer<float> vector = default;

        Assert.ThrowsAny<ArgumentException>(() => VBufferEditor.Create(ref vector, 2, 3).Commit());
    }
}
