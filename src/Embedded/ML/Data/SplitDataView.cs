namespace Microsoft.ML.Data;

/// <summary>The rows of a view on one side of a <see cref="RowSplit"/>.</summary>
internal sealed class SplitDataView(IDataView input, RowSplit split, double testFraction, bool isTest) : IDataView
{
    // A random number belongs to the place of a row: the order must stay the same.
    public bool CanShuffle => false;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return new Cursor(this, input.GetRowCursor(needed.UnionBy(split.Needed(Schema), column => column.Index)), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private bool Includes(double number) => number < testFraction == isTest;

    private sealed class Cursor(SplitDataView parent, DataViewRowCursor input, DataViewSchema.Column[] needed) : FilterCursor(input, needed)
    {
        private Func<double> _number;

        protected override bool MoveNextCore()
        {
            _number ??= parent.Start(Input);
            while (Input.MoveNext())
            {
                if (parent.Includes(_number()))
                    return true;
            }

            return false;
        }
    }

    private Func<double> Start(DataViewRowCursor cursor) => split.Start(cursor);
}
