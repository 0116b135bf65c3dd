using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class CacheTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_column_is_read_once_and_only_when_asked_for()
    {
        var source = new ProbeDataView();
        var cached = _context.Data.Cache(source);
        Assert.Empty(source.Requests);

        Assert.Equal([0, 1, 2, 3], cached.GetColumn<float>("A"));
        Assert.Equal([0, 1, 2, 3], cached.GetColumn<float>("A"));

        Assert.Equal(["A"], source.Requests);
    }

    [Fact]
    public void Named_columns_are_read_ahead_together()
    {
        var source = new ProbeDataView();
        var cached = _context.Data.Cache(source, "A", "B");

        Assert.Equal([0, 1, 2, 3], cached.GetColumn<float>("B"));
        Assert.Equal(["A,B"], source.Requests);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.Cache(new ProbeDataView(), "C"));

        Assert.Contains("Could not find prefetch column 'C'", error.Message);
    }

    [Fact]
    public void Cached_rows_can_be_shuffled_and_keep_their_ids()
    {
        var cached = _context.Data.Cache(new ProbeDataView(50));
        Assert.True(cached.CanShuffle);
        using var cursor = cached.GetRowCursor(cached.Schema, new Random(3));
        var getter = cursor.GetGetter<float>(cached.Schema["A"]);
        var idGetter = cursor.GetIdGetter();
        var values = new List<float>();
        while (cursor.MoveNext())
        {
            var value = 0f;
            DataViewRowId id = default;
            getter(ref value);
            idGetter(ref id);
            Assert.Equal((ulong)value, id.Low);
            values.Add(value);
        }

        Assert.NotEqual(values.Order(), values);
        Assert.Equal(Enumerable.Range(0, 50).Select(row => (float)row), values.Order());
    }

    [Fact]
    public void Cached_vectors_cannot_be_changed_by_readers()
    {
        var cached = _context.Data.Cache(TestRows.Load(_context));
        foreach (var vector in cached.GetColumn<VBuffer<float>>("Values"))
        {
            var copy = vector;
            var editor = VBufferEditor.CreateFromBuffer(ref copy);
            editor.Values.Fill(-1);
        }

        Assert.Equal([1, 2], cached.GetColumn<float[]>("Values").First());
    }
}
