using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Strings scalars and vectors of one item type together to a vector.</summary>
internal sealed class ConcatenationMapper : RowMapper
{
    private static readonly MethodInfo TypedGetter = typeof(ConcatenationMapper).GetMethod(nameof(MakeGetter), BindingFlags.Static | BindingFlags.NonPublic);

    private readonly string _name;
    private readonly DataViewSchema.Column[] _sources;
    private readonly VectorDataViewType _type;

    internal ConcatenationMapper(DataViewSchema inputSchema, string name, string[] sources)
    {
        _name = name;
        _sources = Array.ConvertAll(sources, source =>
            inputSchema.GetColumnOrNull(source) ?? throw SchemaErrors.Missing(nameof(inputSchema), "input", source));

        var itemType = ItemType(_sources[0]);
        var misfit = Array.FindIndex(_sources, source => !ItemType(source).Equals(itemType));
        if (misfit >= 0)
        {
            throw SchemaErrors.Mismatch(
                nameof(inputSchema), "input", sources[misfit], itemType.ToString(), _sources[misfit].Type.ToString());
        }

        // One source of unknown size makes the size unknown, which a vector type writes as 0.
        var sizes = Array.ConvertAll(_sources, SizeOf);
        _type = new(itemType, sizes.Contains(0) ? 0 : sizes.Sum());
    }

    /// <summary>Concatenating one vector alone copies it, dimensions and annotations included.</summary>
    private bool IsCopy => _sources.Length == 1 && _sources[0].Type is VectorDataViewType;

    internal override DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        if (IsCopy)
            return [new(_name, _sources[0].Type, _sources[0].Annotations)];

        var annotations = new DataViewSchema.Annotations.Builder();
        if (_type.ItemType is NumberDataViewType && Array.TrueForAll(_sources, source => source.IsNormalized()))
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (_type.IsKnownSize && Array.Exists(_sources, source => source.Type is not VectorDataViewType || source.HasSlotNames()))
        {
            annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
                AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _type.Size), GetSlotNames);
        }

        return [new(_name, _type, annotations.ToAnnotations())];
    }

    internal override IEnumerable<int> GetDependencies(Func<int, bool> isActive) =>
        isActive(0) ? _sources.Select(source => source.Index) : [];

    internal override Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive, out Action disposer)
    {
        disposer = null;
        if (!isActive(0))
            return [null];
        if (IsCopy)
            return [RowGetters.Get(input, _sources[0])];
        var make = TypedGetter.MakeGenericMethod(_type.ItemType.RawType);
        return [make.CreateDelegate<Func<DataViewRow, DataViewSchema.Column[], Delegate>>()(input, _sources)];
    }

    private static PrimitiveDataViewType ItemType(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector ? vector.ItemType : (PrimitiveDataViewType)column.Type;

    private static int SizeOf(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    private static Delegate MakeGetter<T>(DataViewRow input, DataViewSchema.Column[] sources)
    {
        var parts = Array.ConvertAll(sources, source => PartGetter<T>(input, source));
        var buffers = new VBuffer<T>[parts.Length];
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            int length = 0, count = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i](ref buffers[i]);
                length += buffers[i].Length;
                count += buffers[i].GetValues().Length;
            }

            destination = count <= length / 2
                ? ConcatenateSparse(buffers, VBufferEditor.Create(ref destination, length, count))
                : ConcatenateDense(buffers, VBufferEditor.Create(ref destination, length));
        });
    }

    private static ValueGetter<VBuffer<T>> PartGetter<T>(DataViewRow input, DataViewSchema.Column source)
    {
        if (source.Type is VectorDataViewType type)
        {
            var getter = input.GetGetter<VBuffer<T>>(source);
            return (ref VBuffer<T> destination) =>
            {
                getter(ref destination);
                if (type.IsKnownSize && destination.Length != type.Size)
                {
                    throw new InvalidOperationException(
                        $"Column '{source.Name}': expected {type.Size} slots, but got {destination.Length}");
                }
            };
        }

        var scalar = input.GetGetter<T>(source);
        return (ref VBuffer<T> destination) =>
        {
            var editor = VBufferEditor.Create(ref destination, 1);
            scalar(ref editor.Values[0]);
            destination = editor.Commit();
        };
    }

    private static VBuffer<T> ConcatenateDense<T>(VBuffer<T>[] parts, VBufferEditor<T> editor)
    {
        var offset = 0;
        foreach (var part in parts)
        {
            part.CopyTo(editor.Values, offset);
            offset += part.Length;
        }

        return editor.Commit();
    }

    private static VBuffer<T> ConcatenateSparse<T>(VBuffer<T>[] parts, VBufferEditor<T> editor)
    {
        int offset = 0, next = 0;
        foreach (var part in parts)
        {
            foreach (var (slot, value) in part.Items())
            {
                editor.Values[next] = value;
                editor.Indices[next++] = offset + slot;
            }

            offset += part.Length;
        }

        return editor.Commit();
    }

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> destination)
    {
        var editor = VBufferEditor.Create(ref destination, _type.Size);
        editor.Values.Clear();
        var offset = 0;
        foreach (var source in _sources)
        {
            if (source.Type is not VectorDataViewType)
                editor.Values[offset] = source.Name.AsMemory();
            else if (source.HasSlotNames())
                AddSlotNames(source, editor.Values[offset..]);
            offset += SizeOf(source);
        }

        destination = editor.Commit();
    }

    private static void AddSlotNames(DataViewSchema.Column source, Span<ReadOnlyMemory<char>> destination)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        source.GetSlotNames(ref names);
        foreach (var (slot, name) in names.Items())
        {
            if (!name.IsEmpty)
                destination[slot] = $"{source.Name}.{name}".AsMemory();
        }
    }
}
