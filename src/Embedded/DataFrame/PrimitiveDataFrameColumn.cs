using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML;

namespace Microsoft.Data.Analysis;

public class PrimitiveDataFrameColumn<T> : DataFrameColumn, IEnumerable<T?>
    where T : unmanaged
{
    private T[] _values = [];

    // Null as long as no value is missing.
    private BitArray _missing;
    private long _nullCount;

    public PrimitiveDataFrameColumn(string name, IEnumerable<T?> values)
        : base(name, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            Append(value);
    }

    public PrimitiveDataFrameColumn(string name, IEnumerable<T> values)
        : base(name, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = [.. values];
        Length = _values.Length;
    }

    public PrimitiveDataFrameColumn(string name, long length = 0)
        : base(name, typeof(T)) => AppendMany(null, length);

    public PrimitiveDataFrameColumn(string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, typeof(T))
    {
        _values = buffer.IsEmpty ? new T[length] : MemoryMarshal.Cast<byte, T>(buffer.Span)[..length].ToArray();
        Length = length;
        if (nullCount == 0)
            return;
        if (nullBitMap.Length < (length + 7) / 8)
            throw new ArgumentException("Inconsistent null bitmap and data buffer lengths", nameof(nullBitMap));
        for (var row = 0; row < length; row++)
        {
            if ((nullBitMap.Span[row / 8] >> (row % 8) & 1) == 0)
                SetMissing(row, true);
        }
    }

    public override long NullCount => _nullCount;

    public new T? this[long rowIndex]
    {
        get => GetTypedValue(rowIndex);
        set
        {
            CheckRow(rowIndex);
            _values[rowIndex] = value.GetValueOrDefault();
            SetMissing((int)rowIndex, !value.HasValue);
        }
    }

    public override bool IsValid(long index)
    {
        if (_nullCount == 0)
            return true;
        CheckRow(index);
        return !_missing[(int)index];
    }

    public override bool IsNumericColumn() =>
        typeof(T) != typeof(bool) && typeof(T) != typeof(char) && typeof(T) != typeof(DateTime) && typeof(IConvertible).IsAssignableFrom(typeof(T));

    public void Append(T? value)
    {
        if (Length == _values.Length)
            Array.Resize(ref _values, Math.Max(4, checked(2 * _values.Length)));
        _values[Length++] = value.GetValueOrDefault();
        if (_missing is not null && _missing.Length < Length)
            _missing.Length = _values.Length;
        if (!value.HasValue)
            SetMissing((int)Length - 1, true);
    }

    public new PrimitiveDataFrameColumn<T> Clone(long numberOfNullsToAppend = 0) => (PrimitiveDataFrameColumn<T>)CloneImplementation(numberOfNullsToAppend);

    public IEnumerator<T?> GetEnumerator()
    {
        for (long row = 0; row < Length; row++)
            yield return this[row];
    }

    protected virtual PrimitiveDataFrameColumn<T> CreateNewColumn(string name, long length = 0) => new(name, length);

    protected T? GetTypedValue(long rowIndex)
    {
        CheckRow(rowIndex);
        return IsValid(rowIndex) ? _values[rowIndex] : null;
    }

    protected override object GetValue(long rowIndex) => GetTypedValue(rowIndex);

    protected override void SetValue(long rowIndex, object value) => this[rowIndex] = value is null or T ? (T?)value : throw Mismatch();

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    protected override DataFrameColumn CloneImplementation(long numberOfNullsToAppend)
    {
        var clone = CreateNewColumn(Name);
        clone._values = _values.AsSpan(0, (int)Length).ToArray();
        clone._missing = _missing is null ? null : new BitArray(_missing);
        clone._nullCount = _nullCount;
        clone.Length = Length;
        clone.AppendMany(null, numberOfNullsToAppend);
        return clone;
    }

    internal override void AppendText(string field, CultureInfo culture) =>
        Append(string.IsNullOrEmpty(field) ? null : (T)Convert.ChangeType(field, typeof(T), culture));

    internal override void AddTo(DataViewSchema.Builder schema) => schema.AddColumn(Name, PrimitiveColumnTypes.DataViewTypeOf(typeof(T)));

    internal override Delegate GetterAt(DataViewRowCursor cursor) => this switch
    {
        PrimitiveDataFrameColumn<float> column => (ValueGetter<float>)((ref float value) => value = column[cursor.Position] ?? float.NaN),
        PrimitiveDataFrameColumn<double> column => (ValueGetter<double>)((ref double value) => value = column[cursor.Position] ?? double.NaN),
        PrimitiveDataFrameColumn<decimal> column => (ValueGetter<double>)((ref double value) => value = (double?)column[cursor.Position] ?? double.NaN),
        PrimitiveDataFrameColumn<char> column => (ValueGetter<ushort>)((ref ushort value) => value = column[cursor.Position].GetValueOrDefault()),
        _ => (ValueGetter<T>)((ref T value) => value = this[cursor.Position].GetValueOrDefault()),
    };

    private void AppendMany(T? value, long count)
    {
        for (long i = 0; i < count; i++)
            Append(value);
    }

    private void SetMissing(int row, bool missing)
    {
        if (_missing is null && !missing)
            return;
        _missing ??= new BitArray(_values.Length);
        if (_missing[row] == missing)
            return;
        _missing[row] = missing;
        _nullCount += missing ? 1 : -1;
    }
}
