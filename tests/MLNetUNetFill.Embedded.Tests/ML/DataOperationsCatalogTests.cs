using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class DataOperationsCatalogTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Objects_become_rows_and_rows_become_objects()
    {
        var rows = _context.Data.CreateEnumerable<TestRow>(TestRows.Load(_context), reuseRowObject: false).ToArray();

        Assert.Equal(["a", "b", "a"], rows.Select(row => row.Name));
        Assert.Equal([1, 2, 4], rows.Select(row => row.Size));
        Assert.Equal([3, 4], rows[1].Values);
    }

    [Fact]
    public void A_row_object_is_used_again_only_on_request()
    {
        var data = TestRows.Load(_context);

        Assert.Equal(3, _context.Data.CreateEnumerable<TestRow>(data, reuseRowObject: false).ToHashSet().Count);
        Assert.Single(_context.Data.CreateEnumerable<TestRow>(data, reuseRowObject: true).ToHashSet());
    }

    [Fact]
    public void The_schema_follows_members_and_attributes()
    {
        var schema = _context.Data.LoadFromEnumerable(Array.Empty<Attributed>()).Schema;

        Assert.Equal(["Label", "Flags", "Text", "Open"], schema.Select(column => column.Name));
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), schema["Label"].Type);
        Assert.Equal(new VectorDataViewType(BooleanDataViewType.Instance, 2, 2), schema["Flags"].Type);
        Assert.Equal(new VectorDataViewType(TextDataViewType.Instance), schema["Text"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Double), schema["Open"].Type);
    }

    [Fact]
    public void Keys_count_from_one_in_columns()
    {
        var data = _context.Data.LoadFromEnumerable([new Attributed { Key = 0 }, new Attributed { Key = 2 }, new Attributed { Key = 3 }]);

        Assert.Equal([1, 3, 0], data.GetColumn<uint>("Label"));
    }

    [Fact]
    public void A_class_with_a_member_of_no_column_type_is_refused()
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => _context.Data.LoadFromEnumerable(Array.Empty<Unsupported>()));

        Assert.Contains("Thing", error.Message);
    }

    [Fact]
    public void A_missing_column_is_an_error_unless_it_may_be_missing()
    {
        var data = new ProbeDataView();

        Assert.ThrowsAny<ArgumentException>(() => _context.Data.CreateEnumerable<AOnly>(data, false).ToArray());
        var rows = _context.Data.CreateEnumerable<AOnly>(data, reuseRowObject: false, ignoreMissingColumns: true);
        Assert.Equal([0, 1, 2, 3], rows.Select(row => row.A));
        Assert.Equal(["A"], data.Requests);
    }

    [Fact]
    public void A_member_of_another_type_than_its_column_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _context.Data.CreateEnumerable<WrongType>(new ProbeDataView(), false));

        Assert.Contains("'A'", error.Message);
    }

    [Fact]
    public void A_cursor_stands_before_the_first_row_and_leaves_the_last_one()
    {
        using var cursor = TestRows.Load(_context).GetRowCursor([]);

        Assert.Equal(-1, cursor.Position);
        for (var row = 0; row < 3; row++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(row, cursor.Position);
        }

        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Fact]
    public void A_getter_needs_the_raw_type_of_an_active_column()
    {
        var data = TestRows.Load(_context);
        using var cursor = data.GetRowCursor([data.Schema["Size"]]);

        Assert.True(cursor.IsColumnActive(data.Schema["Size"]));
        Assert.False(cursor.IsColumnActive(data.Schema["Name"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(data.Schema["Size"]));
        Assert.ThrowsAny<ArgumentException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Name"]));
    }

    [Fact]
    public void Rows_of_an_enumerable_are_counted_only_where_it_knows_its_count()
    {
        Assert.Equal(3, TestRows.Load(_context).GetRowCount());
        Assert.Null(TestRows.Load(_context, Enumerable.Range(0, 3).Select(_ => new TestRow())).GetRowCount());
        Assert.False(TestRows.Load(_context).CanShuffle);
    }

    [Fact]
    public void Every_cursor_enumerates_anew()
    {
        var data = TestRows.Load(_context);

        Assert.Equal(data.GetColumn<float>("Size"), data.GetColumn<float>("Size"));
    }

    [Fact]
    public void A_cursor_set_visits_every_row_once()
    {
        var data = TestRows.Load(_context);
        var sizes = new List<float>();
        foreach (var cursor in data.GetRowCursorSet([data.Schema["Size"]], 4))
        {
            using (cursor)
            {
                var getter = cursor.GetGetter<float>(data.Schema["Size"]);
                var size = 0f;
                while (cursor.MoveNext())
                {
                    getter(ref size);
                    sizes.Add(size);
                }
            }
        }

        Assert.Equal([1, 2, 4], sizes.Order());
    }

    [Fact]
    public void Rows_can_be_skipped_and_taken()
    {
        var data = new ProbeDataView(10);

        Assert.Equal([0, 1, 2], _context.Data.TakeRows(data, 3).GetColumn<float>("A"));
        Assert.Equal([8, 9], _context.Data.SkipRows(data, 8).GetColumn<float>("A"));
        Assert.Equal([4, 5], _context.Data.TakeRows(_context.Data.SkipRows(data, 4), 2).GetColumn<float>("B"));
    }

    private sealed class Attributed
    {
        [ColumnName("Label")]
        [KeyType(3)]
        public uint Key { get; set; }

        [VectorType(2, 2)]
        public bool[] Flags { get; set; } = [];

        public string[] Text { get; set; } = [];

        public VBuffer<double> Open { get; set; }

        [NoColumn]
        public string Ignored { get; set; } = "";
    }

    private sealed class Unsupported
    {
        public Uri? Thing { get; set; }
    }

    private sealed class AOnly
    {
        public float A { get; set; }

        public float Other { get; set; }
    }

    private sealed class WrongType
    {
        public int A { get; set; }
    }
}
