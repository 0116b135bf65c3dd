using System.Collections.ObjectModel;

namespace Microsoft.Data.Analysis;

public class DataFrameColumnCollection : Collection<DataFrameColumn>
{
    private readonly Action _changed;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    internal DataFrameColumnCollection(IEnumerable<DataFrameColumn> columns, Action changed)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _changed = changed;
        foreach (var column in columns)
            Add(column);
    }

    public DataFrameColumn this[string columnName]
    {
        get => IndexOf(columnName) is >= 0 and var index
            ? this[index]
            : throw new ArgumentException($"Column '{columnName}' does not exist", nameof(columnName));
        set
        {
            var index = IndexOf(columnName);
            value.SetName(columnName);
            if (index < 0)
                Add(value);
            else
                this[index] = value;
        }
    }

    internal long RowCount => Count == 0 ? 0 : this[0].Length;

    public int IndexOf(string columnName) => columnName is not null && _indices.TryGetValue(columnName, out var index) ? index : -1;

    public void Remove(string columnName)
    {
        if (IndexOf(columnName) is >= 0 and var index)
            RemoveAt(index);
    }

    protected override void InsertItem(int columnIndex, DataFrameColumn column)
    {
        Check(column, except: -1);
        base.InsertItem(columnIndex, column);
        column.AddOwner(this);
        Changed(from: columnIndex);
    }

    protected override void SetItem(int columnIndex, DataFrameColumn column)
    {
        Check(column, except: columnIndex);
        Release(this[columnIndex]);
        base.SetItem(columnIndex, column);
        column.AddOwner(this);
        Changed(from: columnIndex);
    }

    protected override void RemoveItem(int columnIndex)
    {
        Release(this[columnIndex]);
        base.RemoveItem(columnIndex);
        Changed(from: columnIndex);
    }

    protected override void ClearItems()
    {
        foreach (var column in this)
            Release(column);
        base.ClearItems();
        Changed(from: 0);
    }

    /// <summary>Called before a column of this collection takes another name.</summary>
    internal void Rename(DataFrameColumn column, string newName)
    {
        var index = _indices[column.Name];
        _indices.Remove(column.Name);
        _indices.Add(newName, index);
        _changed();
    }

    private void Check(DataFrameColumn column, int except)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (Count > 0 && column.Length != RowCount)
            throw new ArgumentException("Column lengths are mismatched", nameof(column));
        if (IndexOf(column.Name) is >= 0 and var index && index != except)
            throw new ArgumentException($"DataFrame already contains a column called {column.Name}", nameof(column));
    }

    private void Release(DataFrameColumn column)
    {
        _indices.Remove(column.Name);
        column.RemoveOwner(this);
    }

    private void Changed(int from)
    {
        for (var index = from; index < Count; index++)
            _indices[this[index].Name] = index;
        _changed();
    }
}
