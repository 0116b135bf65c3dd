using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>A column of a <see cref="ProbeView"/>, which counts how often its values are fetched.</summary>
internal sealed class ProbeColumn
{
    private readonly Func<Func<int>, Delegate> _makeGetter;
    private int _reads;

    private ProbeColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations, Func<ProbeColumn, Func<int>,
        Delegate> makeGetter)
    {
        (Name, Type, Annotations) = (name, type, annotations);
        _makeGetter = row => makeGetter(this, row);
    }

    public string Name { get; }

    public DataViewType Type { get; }

    public DataViewSchema.Annotations? Annotations { get; }

    /// <summary>How many values were fetched, over all cursors.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>A column of single values.</summary>
    public static ProbeColumn Scalar<T>(string name, DataViewType type, Func<int, T> valueOf,
        DataViewSchema.Annotations? annotations = null) =>
        new(name, type, annotations, (column, row) => (ValueGetter<T>)((ref T value) =>
        {
            value = valueOf(row());
            Interlocked.Increment(ref column._reads);
        }));

    /// <summary>A column whose getter cannot be had.</summary>
    public static ProbeColumn WithoutGetter(string name, DataViewType type, Func<Delegate> fail) => new(name, type, null, (_, _) => fail());

    /// <summary>A column of dense vectors, each copied into its reader's buffer.</summary>
    public static ProbeColumn Dense<T>(string name, VectorDataViewType type, Func<int, T[]> valueOf,
        DataViewSchema.Annotations? annotations = null) =>
        Vector<T>(name, type, annotations, (int row, ref VBuffer<T> value) => Copy(valueOf(row), ref value));

    /// <summary>A column of vectors that hold only what is not zero, where <paramref name="isSparse"/> says so of a row.</summary>
    public static ProbeColumn Sparse(string name, VectorDataViewType type, Func<int, float[]> valueOf, Func<int, bool> isSparse,
        DataViewSchema.Annotations? annotations = null) =>
        Vector<float>(name, type, annotations, (int row, ref VBuffer<float> value) =>
        {
            var values = valueOf(row);
            int[] stored = [.. Enumerable.Range(0, values.Length).Where(slot => values[slot] != 0)];
            if (!isSparse(row) || stored.Length == values.Length)
            {
                Copy(values, ref value);
                return;
            }
            var editor = VBufferEditor.Create(ref value, values.Length, stored.Length);
            stored.CopyTo(editor.Indices);
            for (var i = 0; i < stored.Length; i++) editor.Values[i] = values[stored[i]];
            value = editor.Commit();
        });

    /// <summary>A column that hands out its own arrays, as careless sources do: who writes into such a vector changes the data.</summary>
    public static ProbeColumn Shared(string name, VectorDataViewType type, Func<int, float[]> valueOf,
        DataViewSchema.Annotations? annotations = null) =>
        Vector<float>(name, type, annotations, (int row, ref VBuffer<float> value) =>
        value = new VBuffer<float>(valueOf(row).Length, valueOf(row)));

    /// <summary>A getter of the values of the row that <paramref name="row"/> gives.</summary>
    public Delegate GetGetter(Func<int> row) => _makeGetter(row);

    private static ProbeColumn Vector<T>(string name, VectorDataViewType type, DataViewSchema.Annotations? annotations,
        VectorWriter<T> write) =>
        new(name, type, annotations, (column, row) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            write(row(), ref value);
            Interlocked.Increment(ref column._reads);
        }));

    private static void Copy<T>(T[] values, ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, values.Length);
        values.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    private delegate void VectorWriter<T>(int row, ref VBuffer<T> value);
}
