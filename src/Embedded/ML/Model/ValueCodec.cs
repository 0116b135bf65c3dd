using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Writes and reads column types and values.</summary>
internal static class ValueCodec
{
    private static readonly MethodInfo VectorWriter = typeof(ValueCodec).GetMethod(nameof(WriteVector), BindingFlags.Static | BindingFlags.NonPublic);
    private static readonly MethodInfo VectorReader = typeof(ValueCodec).GetMethod(nameof(ReadVector), BindingFlags.Static | BindingFlags.NonPublic);

    /// <summary>The primitive types by their number in the file; keys and vectors have the numbers that follow.</summary>
    private static readonly PrimitiveDataViewType[] Primitives =
    [
        TextDataViewType.Instance, BooleanDataViewType.Instance, NumberDataViewType.SByte, NumberDataViewType.Byte,
        NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32, NumberDataViewType.UInt32,
        NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
    ];

    private static byte KeyCode => (byte)Primitives.Length;

    private static byte VectorCode => (byte)(Primitives.Length + 1);

    internal static void WriteType(BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case KeyDataViewType key:
                writer.Write(KeyCode);
                WriteType(writer, PrimitiveDataViewType.FromRawType(key.RawType));
                writer.Write(key.Count);
                break;
            case VectorDataViewType vector:
                writer.Write(VectorCode);
                WriteType(writer, vector.ItemType);
                writer.Write(vector.Dimensions.Length);
                foreach (var length in vector.Dimensions)
                    writer.Write(length);
                break;
            default:
                var code = Array.IndexOf(Primitives, type);
                writer.Write(code >= 0 ? (byte)code : throw new NotSupportedException($"A column of type '{type}' cannot be saved."));
                break;
        }
    }

    internal static DataViewType ReadType(BinaryReader reader)
    {
        var code = reader.ReadByte();
        if (code < Primitives.Length)
            return Primitives[code];
        var itemType = (PrimitiveDataViewType)ReadType(reader);
        if (code == KeyCode)
            return new KeyDataViewType(itemType.RawType, reader.ReadUInt64());
        var dimensions = new int[reader.ReadInt32()];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = reader.ReadInt32();
        return new VectorDataViewType(itemType, dimensions);
    }

    internal static Action<BinaryWriter, T> WriterFor<T>()
    {
        if (IsVector(typeof(T)))
            return VectorWriter.MakeGenericMethod(typeof(T).GetGenericArguments()).CreateDelegate<Action<BinaryWriter, T>>();
        return (Action<BinaryWriter, T>)Writer(typeof(T));
    }

    internal static Func<BinaryReader, T> ReaderFor<T>()
    {
        if (IsVector(typeof(T)))
            return VectorReader.MakeGenericMethod(typeof(T).GetGenericArguments()).CreateDelegate<Func<BinaryReader, T>>();
        return (Func<BinaryReader, T>)Reader(typeof(T));
    }

    private static bool IsVector(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);

    private static void WriteVector<T>(BinaryWriter writer, VBuffer<T> vector)
    {
        var write = WriterFor<T>();
        writer.Write(vector.Length);
        foreach (var value in vector.DenseValues())
            write(writer, value);
    }

    private static VBuffer<T> ReadVector<T>(BinaryReader reader)
    {
        var read = ReaderFor<T>();
        var values = new T[reader.ReadInt32()];
        for (var i = 0; i < values.Length; i++)
            values[i] = read(reader);
        return new(values.Length, values);
    }

    private static Delegate Writer(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => (BinaryWriter writer, bool value) => writer.Write(value),
        TypeCode.SByte => (BinaryWriter writer, sbyte value) => writer.Write(value),
        TypeCode.Byte => (BinaryWriter writer, byte value) => writer.Write(value),
        TypeCode.Int16 => (BinaryWriter writer, short value) => writer.Write(value),
        TypeCode.UInt16 => (BinaryWriter writer, ushort value) => writer.Write(value),
        TypeCode.Int32 => (BinaryWriter writer, int value) => writer.Write(value),
        TypeCode.UInt32 => (BinaryWriter writer, uint value) => writer.Write(value),
        TypeCode.Int64 => (BinaryWriter writer, long value) => writer.Write(value),
        TypeCode.UInt64 => (BinaryWriter writer, ulong value) => writer.Write(value),
        TypeCode.Single => (BinaryWriter writer, float value) => writer.Write(value),
        TypeCode.Double => (BinaryWriter writer, double value) => writer.Write(value),
        _ => (BinaryWriter writer, ReadOnlyMemory<char> value) => writer.Write(value.ToString()),
    };

    private static Delegate Reader(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => (BinaryReader reader) => reader.ReadBoolean(),
        TypeCode.SByte => (BinaryReader reader) => reader.ReadSByte(),
        TypeCode.Byte => (BinaryReader reader) => reader.ReadByte(),
        TypeCode.Int16 => (BinaryReader reader) => reader.ReadInt16(),
        TypeCode.UInt16 => (BinaryReader reader) => reader.ReadUInt16(),
        TypeCode.Int32 => (BinaryReader reader) => reader.ReadInt32(),
        TypeCode.UInt32 => (BinaryReader reader) => reader.ReadUInt32(),
        TypeCode.Int64 => (BinaryReader reader) => reader.ReadInt64(),
        TypeCode.UInt64 => (BinaryReader reader) => reader.ReadUInt64(),
        TypeCode.Single => (BinaryReader reader) => reader.ReadSingle(),
        TypeCode.Double => (BinaryReader reader) => reader.ReadDouble(),
        _ => (BinaryReader reader) => reader.ReadString().AsMemory(),
    };
}
