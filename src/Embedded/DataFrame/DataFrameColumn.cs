using System.Collections;
using System.Globalization;
using Microsoft.ML;

namespace Microsoft.Data.Analysis;

public abstract class DataFrameColumn : IEnumerable
{
    private readonly List<DataFrameColumnCollection> _owners = [];

    private protected DataFrameColumn(string name, Type type)
    {
        Name = name;
        DataType = type;
    }

    public string Name { get; private set; }

    public long Length { get; protected set; }

    public Type DataType { get; }

    public abstract long NullCount { get; }

    public object this[long rowIndex]
    {
        get => GetValue(rowIndex);
        set => SetValue(rowIndex, value);
    }

    public virtual bool IsValid(long index) => NullCount == 0 || this[index] != null;

    public virtual bool IsNumericColumn() => false;

    public DataFrameColumn Clone(long numberOfNullsToAppend = 0) => CloneImplementation(numberOfNullsToAppend);

    public void SetName(string newName)
    {
        foreach (var owner in _owners)
            owner.Rename(this, newName);
        Name = newName;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumeratorCore();

    protected abstract IEnumerator GetEnumeratorCore();

    protected abstract object GetValue(long rowIndex);

    protected abstract void SetValue(long rowIndex, object value);

    protected abstract DataFrameColumn CloneImplementation(long numberOfNullsToAppend = 0);

    /// <summary>Appends a field of a text file; <see langword="null"/> is a missing value.</summary>
    internal abstract void AppendText(string field, CultureInfo culture);

    internal abstract void AddTo(DataViewSchema.Builder schema);

    /// <summary>A getter of the cursor's row, of the type that <see cref="AddTo"/> declares.</summary>
    internal abstract Delegate GetterAt(DataViewRowCursor cursor);

    internal void AddOwner(DataFrameColumnCollection owner)
    {
        if (!_owners.Contains(owner))
            _owners.Add(owner);
    }

    internal void RemoveOwner(DataFrameColumnCollection owner) => _owners.Remove(owner);

    private protected void CheckRow(long rowIndex)
    {
        if ((ulong)rowIndex >= (ulong)Length)
            throw new ArgumentOutOfRangeException(nameof(rowIndex), rowIndex, "Index cannot be greater than the Column's Length");
    }

    private protected ArgumentException Mismatch() => new($"Expected value to be of type {DataType}", "value");
}
