using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Shared;

/// <summary>
/// A view over cells in memory, with columns of several types beside the counts: <c>Name</c> (text), <c>Counts</c> (vector, sparse in every
/// other row), <c>Weight</c> (number), <c>Tags</c> (vector of text). It notes what is read.
/// </summary>
internal sealed class CellView : IDataView
{
    public const int CountsIndex = 1;

    public CellView(float[][] cells, int genes)
    {
        Cells = cells;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Name", TextDataViewType.Instance);
        schema.AddColumn("Counts", new VectorDataViewType(NumberDataViewType.Single, genes));
        schema.AddColumn("Weight", NumberDataViewType.Double);
        schema.AddColumn("Tags", new VectorDataViewType(TextDataViewType.Instance));
        Schema = schema.ToSchema();

        schema = new DataViewSchema.Builder();
        schema.AddColumns(Schema);
        schema.AddColumn("Filled", new VectorDataViewType(NumberDataViewType.Single, genes));
        FilledSchema = schema.ToSchema();
    }

    public float[][] Cells { get; }

    public int CountsRead { get; private set; }

    public int OpenCursors { get; private set; }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    /// <summary>This schema and a column <c>Filled</c>.</summary>
    public DataViewSchema FilledSchema { get; }

    public long? GetRowCount() => Cells.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var order = Enumerable.Range(0, Cells.Length).ToArray();
        rand?.Shuffle(order);
        OpenCursors++;
        return new Cursor(this, order, columnsNeeded.Select(column => column.Index).ToHashSet());
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>The tags of a row: a different number in each.</summary>
    public static string[] TagsOf(int row) => Enumerable.Range(0, row % 4).Select(i => $"tag{row}.{i}").ToArray();

    private sealed class Cursor(CellView view, int[] order, HashSet<int> active) : DataViewRowCursor
    {
        private int _at = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _at;

        public override long Batch => 40 + order[_at];

        public override bool MoveNext() => ++_at < order.Length;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)order[_at], 7);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Assert.True(IsColumnActive(column), $"{column.Name} was fetched but not asked for");
            Delegate getter = column.Index switch
            {
                0 => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = $"cell{order[_at]}".AsMemory()),
                CountsIndex => (ValueGetter<VBuffer<float>>)GetCounts,
                2 => (ValueGetter<double>)((ref double value) => value = order[_at] / 2.0),
                _ => (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)GetTags,
            };
            return (ValueGetter<TValue>)getter;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) view.OpenCursors--;
            base.Dispose(disposing);
        }

        private void GetCounts(ref VBuffer<float> value)
        {
            view.CountsRead++;
            var counts = view.Cells[order[_at]];
            int[] stored = Enumerable.Range(0, counts.Length).Where(gene => order[_at] % 2 == 0 || counts[gene] != 0).ToArray();
            var editor = VBufferEditor.Create(ref value, counts.Length, stored.Length);
            for (var i = 0; i < stored.Length; i++)
            {
                editor.Values[i] = counts[stored[i]];
                if (stored.Length < counts.Length) editor.Indices[i] = stored[i];
            }
            value = editor.Commit();
        }

        private void GetTags(ref VBuffer<ReadOnlyMemory<char>> value)
        {
            var tags = TagsOf(order[_at]);
            var editor = VBufferEditor.Create(ref value, tags.Length);
            for (var i = 0; i < tags.Length; i++) editor.Values[i] = tags[i].AsMemory();
            value = editor.Commit();
        }
    }
}
