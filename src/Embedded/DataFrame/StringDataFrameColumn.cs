using System.Collections;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Microsoft.Data.Analysis;

public class StringDataFrameColumn : DataFrameColumn, IEnumerable<string>
{
    private readonly List<string> _values = [];
    private long _nullCount;

    public StringDataFrameColumn(string name, long length = 0)
        : base(name, typeof(string))
    {
        for (long row = 0; row < length; row++)
            Append(null);
    }

    public StringDataFrameColumn(string name, IEnumerable<string> values)
        : base(name, typeof(string))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            Append(value);
    }

    public override long NullCount => _nullCount;

    public new string this[long rowIndex]
    {
        get => (string)GetValue(rowIndex);
        set => SetValue(rowIndex, value);
    }

    public void Append(string value)
    {
        _values.Add(value);
        if (value is null)
            _nullCount++;
        Length++;
    }

    public new StringDataFrameColumn Clone(long numberOfNullsToAppend = 0) => (StringDataFrameColumn)CloneImplementation(numberOfNullsToAppend);

    public IEnumerator<string> GetEnumerator() => _values.GetEnumerator();

    protected override object GetValue(long rowIndex)
    {
        CheckRow(rowIndex);
        return _values[(int)rowIndex];
    }

    protected override void SetValue(long rowIndex, object value)
    {
        if (value is not (null or string))
            throw Mismatch();
        CheckRow(rowIndex);
        _nullCount += (value is null ? 1 : 0) - (_values[(int)rowIndex] is null ? 1 : 0);
        _values[(int)rowIndex] = (string)value;
    }

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    protected override DataFrameColumn CloneImplementation(long numberOfNullsToAppend)
    {
        var clone = new StringDataFrameColumn(Name, _values);
        for (long i = 0; i < numberOfNullsToAppend; i++)
            clone.Append(null);
        return clone;
    }

    internal override void AppendText(string field, CultureInfo culture) => Append(field);

    internal override void AddTo(DataViewSchema.Builder schema) => schema.AddColumn(Name, TextDataViewType.Instance);

    internal override Delegate GetterAt(DataViewRowCursor cursor) =>
        (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = this[cursor.Position].AsMemory());
}
