using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Maps each slot x to (x - offset) * scale.</summary>
internal abstract class AffineNormalizer
{
    internal abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input);

    internal abstract void Save(BinaryWriter writer);

    internal static AffineNormalizer Load(BinaryReader reader, Type itemType) =>
        itemType == typeof(float) ? AffineNormalizer<float>.Load(reader) : AffineNormalizer<double>.Load(reader);
}

/// <inheritdoc cref="AffineNormalizer"/>
internal sealed class AffineNormalizer<T>(T[] scale, T[] offset) : AffineNormalizer
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal static AffineNormalizer<T> Load(BinaryReader reader)
    {
        var read = ValueCodec.ReaderFor<VBuffer<T>>();
        return new([.. read(reader).DenseValues()], [.. read(reader).DenseValues()]);
    }

    internal override void Save(BinaryWriter writer)
    {
        var write = ValueCodec.WriterFor<VBuffer<T>>();
        write(writer, new(scale.Length, scale));
        write(writer, new(offset.Length, offset));
    }

    internal override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input)
    {
        if (input.Type is VectorDataViewType)
            return MakeVectorGetter(row.GetGetter<VBuffer<T>>(input));
        var getter = row.GetGetter<T>(input);
        return (ValueGetter<T>)((ref T destination) =>
        {
            getter(ref destination);
            destination = (destination - offset[0]) * scale[0];
        });
    }

    private ValueGetter<VBuffer<T>> MakeVectorGetter(ValueGetter<VBuffer<T>> getter)
    {
        // Without offsets zero stays zero, and a sparse vector sparse.
        var keepsZero = Array.TrueForAll(offset, T.IsZero);
        VBuffer<T> source = default;
        return (ref VBuffer<T> destination) =>
        {
            getter(ref source);
            if (source.Length != scale.Length)
                throw new InvalidOperationException($"Normalizer expected {scale.Length} slots but got {source.Length}");
            if (keepsZero)
                source.CopyTo(ref destination);
            else
                source.CopyToDense(ref destination);
            var editor = VBufferEditor.CreateFromBuffer(ref destination);
            for (var i = 0; i < editor.Values.Length; i++)
            {
                var slot = editor.Indices.IsEmpty ? i : editor.Indices[i];
                editor.Values[i] = (editor.Values[i] - offset[slot]) * scale[slot];
            }

            destination = editor.Commit();
        };
    }
}
